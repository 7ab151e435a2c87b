package io.deploycast.bench.stage;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What arrived at a receiver, in order.
 *
 * @param numbers of the events
 * @param nanos when, by {@link System#nanoTime}, which on Linux all processes share
 */
@SuppressWarnings("ArrayRecordComponent") // two million of them, and nobody compares them
public record Arrivals(long[] numbers, long[] nanos) {
  static Arrivals read(Path file, int count) throws IOException {
    long[] numbers = new long[count];
    long[] nanos = new long[count];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int i = 0; i < count; i++) {
        numbers[i] = in.readLong();
        nanos[i] = in.readLong();
      }
    }
    return new Arrivals(numbers, nanos);
  }

  /** How many of the events from 0 to the bound never came. */
  public int missing(int bound) {
    return missingNumbers(bound).cardinality();
  }

  /** Which of the events from 0 to the bound never came. */
  public BitSet missingNumbers(int bound) {
    BitSet missing = new BitSet(bound);
    missing.set(0, bound);
    Arrays.stream(numbers)
        .filter(it -> it >= 0 && it < bound)
        .forEach(it -> missing.clear((int) it));
    return missing;
  }

  /** When events came that had come before. */
  public long[] repeats() {
    BitSet seen = new BitSet();
    LongStream.Builder repeats = LongStream.builder();
    for (int i = 0; i < numbers.length; i++) {
      if (seen.get((int) numbers[i])) {
        repeats.add(nanos[i]);
      }
      seen.set((int) numbers[i]);
    }
    return repeats.build().toArray();
  }

  /** The longest time in which nothing came, in seconds. */
  public double longestSilenceSeconds() {
    return IntStream.range(1, nanos.length)
            .mapToLong(i -> nanos[i] - nanos[i - 1])
            .max()
            .orElse(Long.MAX_VALUE)
        / 1e9;
  }

  /** How long events took from their publishing to their first arrival, in milliseconds. */
  public Quantiles latencies(Published published) {
    BitSet seen = new BitSet();
    return new Quantiles(
        IntStream.range(0, numbers.length)
            .filter(i -> published.has(numbers[i]) && !seen.get((int) numbers[i]))
            .peek(i -> seen.set((int) numbers[i]))
            .mapToDouble(i -> (nanos[i] - published.nanosOf(numbers[i])) / 1e6)
            .toArray());
  }
}
