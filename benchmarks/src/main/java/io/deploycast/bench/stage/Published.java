package io.deploycast.bench.stage;

/**
 * Events that were published one after the other.
 *
 * @param first the number of the first
 * @param nanos when each was handed to the producer, by {@link System#nanoTime}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Published(int first, long[] nanos) {
  boolean has(long number) {
    return number >= first && number < first + nanos.length;
  }

  long nanosOf(long number) {
    return nanos[(int) number - first];
  }

  public int count() {
    return nanos.length;
  }

  /** The number after the last. */
  public int end() {
    return first + nanos.length;
  }
}
