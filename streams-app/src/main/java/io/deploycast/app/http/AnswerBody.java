package io.deploycast.app.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads an answer's body up to a limit and keeps its beginning. Not thread-safe. */
final class AnswerBody {
  /** More is not read: what matters is in the status and the first lines. */
  static final int MAX_READ = 64 * 1024;

  /** Characters shown; 1 KiB holds them even when each of them has to be escaped. */
  static final int MAX_SHOWN = 170;

  /** Bytes of the longest character in UTF-8. */
  private static final int BYTES_PER_CHARACTER = 4;

  private final SecretMask mask;
  private final int wanted;
  private byte[] beginning;
  private int kept;
  private int read;

  /**
   * @param whole whether all that is read is kept
   */
  AnswerBody(SecretMask mask, boolean whole) {
    this.mask = mask;
    // So much more than is shown that a secret which begins in the shown part is there as a whole.
    int shown = BYTES_PER_CHARACTER * (MAX_SHOWN + mask.longest());
    this.beginning = new byte[shown];
    this.wanted = whole ? MAX_READ : shown;
  }

  /** Takes all bytes there are. */
  void add(ByteBuffer bytes) {
    read = Math.min(MAX_READ, read + bytes.remaining());
    int more = Math.min(bytes.remaining(), wanted - kept);
    if (kept + more > beginning.length) {
      int room = Math.min(wanted, Math.max(kept + more, 2 * beginning.length));
      beginning = Arrays.copyOf(beginning, room);
    }
    bytes.get(beginning, kept, more);
    kept += more;
    bytes.position(bytes.limit());
  }

  /** Whether nothing more is to be read. */
  boolean isFull() {
    return read >= MAX_READ;
  }

  /** What was kept, as it came. */
  String text() {
    return new String(beginning, 0, kept, StandardCharsets.UTF_8);
  }

  /** The beginning, secrets masked, control characters escaped. */
  String excerpt() {
    return mask.excerpt(text().strip(), MAX_SHOWN);
  }
}
