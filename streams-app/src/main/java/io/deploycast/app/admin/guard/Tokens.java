package io.deploycast.app.admin.guard;

import io.deploycast.app.config.AdminConfig;
import io.deploycast.app.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** What a token allows. Comparing takes as long for a wrong token as for a right one. */
final class Tokens {
  private final byte @Nullable [] read;
  private final byte @Nullable [] write;

  Tokens(AdminConfig config) {
    this.read = digest(config.readToken());
    this.write = digest(config.writeToken());
  }

  /** Whether there are any; without them everybody who can connect may do everything. */
  boolean areNeeded() {
    return read != null || write != null;
  }

  /** What the bearer may do; {@code NOBODY} for a wrong token. */
  Role roleOf(String token) {
    byte[] given = sha256(token);
    // Both, whatever the first one says.
    boolean mayWrite = write != null && MessageDigest.isEqual(write, given);
    boolean mayRead = read != null && MessageDigest.isEqual(read, given);
    if (mayWrite) {
      return Role.WRITE;
    }
    return mayRead ? Role.READ : Role.NOBODY;
  }

  private static byte @Nullable [] digest(@Nullable Secret secret) {
    return secret == null ? null : sha256(secret.reveal());
  }

  /** Of equal length whatever the token is, so that not even that can be measured. */
  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
