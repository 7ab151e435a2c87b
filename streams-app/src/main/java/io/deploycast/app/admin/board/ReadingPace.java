package io.deploycast.app.admin.board;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How fast what stands in the topics is read. While deliveries are made they have the processor:
 * reading goes on in slices, and rests after each for so long that it takes no more than its share
 * of the time. The picture is complete a little later then. Else it does not rest at all.
 *
 * <p>Belongs to one thread. Times are those of a monotonic clock in nanoseconds.
 */
final class ReadingPace {
  /** A slice takes that part of the time from its beginning to that of the next. */
  private static final int SHARE = 10;

  /** Longest rest: what took longer waited for the broker, and has cost nobody anything. */
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final BooleanSupplier delivering;
  private final LongSupplier nanos;
  private long began;

  /**
   * @param delivering whether deliveries are being made
   */
  ReadingPace(BooleanSupplier delivering, LongSupplier nanos) {
    this.delivering = delivering;
    this.nanos = nanos;
  }

  /** A slice begins. */
  void begin() {
    began = nanos.getAsLong();
  }

  /** It has ended: for how long to rest before the next one. */
  Duration rest() {
    if (!delivering.getAsBoolean()) {
      return Duration.ZERO;
    }
    Duration rest = Duration.ofNanos((nanos.getAsLong() - began) * (SHARE - 1));
    return rest.compareTo(LONGEST) < 0 ? rest : LONGEST;
  }
}
