package io.deploycast.app.flow.finished;

import java.util.Base64;

/**
 * The metadata of a commit: what Kafka Streams keeps there, and behind it the offsets above the
 * committed one that are finished.
 *
 * <pre>AgAAAZYx…AAA=|finished/1:5AfQ6u…</pre>
 *
 * <p>Whoever does not know the second part has to cut it off; a Streams that gets to see it says
 * that it cannot read the metadata, and goes on without its partition time.
 *
 * @see "docs/decisions/012-finished-above-the-watermark.md"
 */
public final class OffsetMetadata {
  /** Of the broker's {@code offset.metadata.max.bytes}, unless it is configured otherwise. */
  public static final int LONGEST = 4_096;

  private static final String MARK = "|finished/";
  private static final String VERSION = "1:";

  private OffsetMetadata() {}

  /**
   * Puts both parts together. What does not fit is left out, the highest offsets first.
   *
   * @param streams what Streams wants to keep, which always stays whole
   * @param committed the offset that is committed
   * @param longest characters that the broker takes
   */
  public static String join(String streams, long committed, FinishedOffsets finished, int longest) {
    int room = longest - streams.length();
    FinishedOffsets kept = finished;
    while (!kept.isEmpty()) {
      String part =
          MARK
              + VERSION
              + Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(FinishedBytes.of(committed, kept));
      if (part.length() <= room) {
        return streams + part;
      }
      // About as many as fit, and always fewer than before.
      long fitting = (long) kept.runs() * Math.max(0, room) / part.length();
      kept = kept.lowest((int) (fitting * 9 / 10));
    }
    return streams;
  }

  /** What of it Streams wrote. */
  public static String ofStreams(String metadata) {
    int mark = metadata.indexOf(MARK);
    return mark < 0 ? metadata : metadata.substring(0, mark);
  }

  /**
   * The finished offsets in it; none when it holds none, or none that this version can read, or
   * those of another commit: tools may carry metadata over to other offsets.
   *
   * @param committed the offset that it was committed with
   */
  public static FinishedOffsets finished(String metadata, long committed) {
    int mark = metadata.indexOf(MARK + VERSION);
    if (mark < 0) {
      return FinishedOffsets.NONE;
    }
    String part = metadata.substring(mark + MARK.length() + VERSION.length());
    try {
      return FinishedBytes.read(Base64.getUrlDecoder().decode(part), committed)
          .orElse(FinishedOffsets.NONE);
    } catch (IllegalArgumentException e) {
      return FinishedOffsets.NONE;
    }
  }
}
