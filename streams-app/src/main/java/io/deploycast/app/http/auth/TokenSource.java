package io.deploycast.app.http.auth;

import io.deploycast.app.http.SecretMask;
import io.deploycast.app.http.TargetHttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the token of one target. Whoever asks while one is being got waits for the same one.
 * Thread-safe; never blocks.
 */
final class TokenSource {
  private final TargetHttpClient client;
  private final ClientCredentials credentials;
  private final SecretMask mask;
  private final LongSupplier nanos;

  /** Guards the rest. */
  private final Object lock = new Object();

  private @Nullable String token;
  private long expires;
  private List<Consumer<TokenAnswer>> waiting = new ArrayList<>();

  /**
   * @param client also that of the target, so that proxy and certificates are the same
   * @param mask what answers must not show
   * @param nanos a monotonic clock in nanoseconds
   */
  TokenSource(
      TargetHttpClient client, ClientCredentials credentials, SecretMask mask, LongSupplier nanos) {
    this.client = client;
    this.credentials = credentials;
    this.mask = mask;
    this.nanos = nanos;
  }

  /**
   * A token that holds.
   *
   * @param left how long there is to get one
   * @param done called once, on any thread, also the caller's
   */
  void get(Duration left, Consumer<TokenAnswer> done) {
    String known;
    synchronized (lock) {
      known = nanos.getAsLong() - expires < 0 ? token : null;
      if (known == null) {
        waiting.add(done);
        if (waiting.size() > 1) {
          return;
        }
      }
    }
    if (known == null) {
      client.send(
          credentials.call(),
          left,
          mask,
          answer -> got(TokenAnswer.of(credentials.tokenUrl(), answer)));
    } else {
      done.accept(new TokenAnswer.Granted(known, Duration.ZERO));
    }
  }

  /** The token was refused: it is not used again. One that has replaced it meanwhile stays. */
  void forget(String refused) {
    synchronized (lock) {
      if (refused.equals(token)) {
        token = null;
      }
    }
  }

  private void got(TokenAnswer answer) {
    List<Consumer<TokenAnswer>> asked;
    synchronized (lock) {
      if (answer instanceof TokenAnswer.Granted granted) {
        token = granted.token();
        expires = nanos.getAsLong() + granted.lifetime().toNanos();
      }
      asked = waiting;
      waiting = new ArrayList<>();
    }
    asked.forEach(one -> one.accept(answer));
  }
}
