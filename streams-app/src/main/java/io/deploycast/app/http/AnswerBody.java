package io.deploycast.app.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads an answer's body up to a limit and keeps its beginning. Not thread-safe. */
final class AnswerBody {
  /** More is not read: what matters is in the status and the first lines. */
  static final int MAX_READ = 64 * 1024;

  /** Characters shown; 1 KiB holds them even when each of them has to be escaped. */
  static final int MAX_SHOWN = 170;

  /** Bytes of the longest character in UTF-8. */
  private static final int BYTES_PER_CHARACTER = 4;

  private final SecretMask mask;
  private final byte[] beginning;
  private int kept;
  private int read;

  AnswerBody(SecretMask mask) {
    this.mask = mask;
    // So much more than is shown that a secret which begins in the shown part is there as a whole.
    this.beginning = new byte[BYTES_PER_CHARACTER * (MAX_SHOWN + mask.longest())];
  }

  /** Takes all bytes there are. */
  void add(ByteBuffer bytes) {
    read = Math.min(MAX_READ, read + bytes.remaining());
    int wanted = Math.min(bytes.remaining(), beginning.length - kept);
    bytes.get(beginning, kept, wanted);
    kept += wanted;
    bytes.position(bytes.limit());
  }

  /** Whether nothing more is to be read. */
  boolean isFull() {
    return read >= MAX_READ;
  }

  /** The beginning, secrets masked, control characters escaped. */
  String excerpt() {
    return mask.excerpt(new String(beginning, 0, kept, StandardCharsets.UTF_8).strip(), MAX_SHOWN);
  }
}
