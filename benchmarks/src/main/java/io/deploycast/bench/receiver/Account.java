package io.deploycast.bench.receiver;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What arrived at one path, in order: the number in each event's id, and when. Thread-safe. */
final class Account {
  /** The answer's delay in milliseconds is the second part of a path: {@code /one/50}. */
  private static final Pattern DELAYED = Pattern.compile("/[^/]*/(\\d{1,6})");

  private static final int FIRST_CAPACITY = 1 << 12;

  /** A number and a moment for each arrival. */
  private static final int LONGS = 2;

  private final long delayNanos;
  private long[] arrivals = new long[FIRST_CAPACITY];
  private final BitSet seen = new BitSet();
  private int count;
  private int events;

  Account(String path) {
    Matcher delayed = DELAYED.matcher(path);
    delayNanos = delayed.matches() ? Long.parseLong(delayed.group(1)) * 1_000_000 : 0;
  }

  /** How long after its arrival a request is answered. */
  long delayNanos() {
    return delayNanos;
  }

  synchronized void arrived(long number, long nanos) {
    if (count * LONGS == arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, arrivals.length * 2);
    }
    arrivals[count * LONGS] = number;
    arrivals[count * LONGS + 1] = nanos;
    count++;
    if (number >= 0 && !seen.get((int) number)) {
      seen.set((int) number);
      events++;
    }
  }

  synchronized int count() {
    return count;
  }

  /** How many different events are among them. */
  synchronized int events() {
    return events;
  }

  /**
   * The number and the moment of each arrival, as 64-bit integers one after the other.
   *
   * @return how many there were
   */
  synchronized int write(Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int i = 0; i < count * LONGS; i++) {
        out.writeLong(arrivals[i]);
      }
    }
    return count;
  }
}
