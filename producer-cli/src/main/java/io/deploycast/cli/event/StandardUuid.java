package io.deploycast.cli.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * The versions of a UUID that Java does not make. A library for them has more classes than a start
 * has time for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562">RFC 9562</a>
 */
final class StandardUuid {
  private StandardUuid() {}

  /** Version 7: the moment in milliseconds, then 74 random bits. */
  static UUID timeOrdered(Instant now) {
    // Its random bits are where version 7 has them, and its variant is the same.
    UUID random = UUID.randomUUID();
    long lowest = random.getMostSignificantBits() & 0xFFF;
    return new UUID((now.toEpochMilli() << 16) | 0x7000 | lowest, random.getLeastSignificantBits());
  }

  /** Version 5: follows from the name alone. */
  static UUID nameBased(UUID namespace, String name) {
    ByteBuffer prefix = ByteBuffer.allocate(2 * Long.BYTES);
    prefix.putLong(namespace.getMostSignificantBits());
    prefix.putLong(namespace.getLeastSignificantBits());
    MessageDigest sha1 = sha1();
    sha1.update(prefix.array());
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    long most = (hash.getLong() & ~0xF000L) | 0x5000;
    long least = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(most, least);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-1", e);
    }
  }
}
