package io.deploycast.app.flow.finished;

import java.util.Arrays;

/**
 * Offsets of one partition that are finished though one before them is not. Immutable.
 *
 * <p>An offset names a record only as long as the log is the same. A topic that was deleted and
 * made anew, or a log that lost its end, has other records at the same offsets, written later; so
 * the time of the newest record that was read goes along, and nothing younger counts as finished.
 */
public final class FinishedOffsets {
  public static final FinishedOffsets NONE = new FinishedOffsets(new long[0], 0);

  /** Begin and end of each run, the end exclusive: ascending, with a gap between any two runs. */
  private final long[] bounds;

  private final long newest;

  private FinishedOffsets(long[] bounds, long newest) {
    this.bounds = bounds;
    this.newest = newest;
  }

  /** Takes offsets in ascending order. */
  public static final class Builder {
    private long[] bounds = new long[16];
    private int length;

    /**
     * Adds the offsets from {@code begin} to before {@code end}.
     *
     * @throws IllegalArgumentException when they are none, or not above those before
     */
    public Builder add(long begin, long end) {
      long last = length == 0 ? 0 : bounds[length - 1];
      if (begin < last || end <= begin) {
        throw new IllegalArgumentException(
            "finished offsets must ascend, was %d to %d after %d".formatted(begin, end, last));
      }
      if (length > 0 && begin == last) {
        bounds[length - 1] = end;
        return this;
      }
      if (length == bounds.length) {
        bounds = Arrays.copyOf(bounds, length * 2);
      }
      bounds[length++] = begin;
      bounds[length++] = end;
      return this;
    }

    /**
     * All of them.
     *
     * @param newest time of the youngest record that they can mean, in milliseconds since the epoch
     */
    public FinishedOffsets build(long newest) {
      return length == 0 ? NONE : new FinishedOffsets(Arrays.copyOf(bounds, length), newest);
    }
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /** Whether the record of that offset and time is finished. A record without a time never is. */
  public boolean contains(long offset, long timeMillis) {
    if (timeMillis <= 0 || timeMillis > newest) {
      return false;
    }
    int found = Arrays.binarySearch(bounds, offset);
    // At a begin, or behind one and before its end.
    return found >= 0 ? found % 2 == 0 : -found % 2 == 0;
  }

  /** How many offsets they are. */
  public long count() {
    long count = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      count += bounds[i + 1] - bounds[i];
    }
    return count;
  }

  /** Those at that offset and above it. */
  public FinishedOffsets from(long offset) {
    if (isEmpty() || bounds[0] >= offset) {
      return this;
    }
    Builder rest = new Builder();
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i + 1] > offset) {
        rest.add(Math.max(offset, bounds[i]), bounds[i + 1]);
      }
    }
    return rest.build(newest);
  }

  /** These and others, all of which are above these. */
  public FinishedOffsets and(FinishedOffsets above) {
    if (above.isEmpty() || isEmpty()) {
      return isEmpty() ? above : this;
    }
    Builder all = new Builder();
    for (FinishedOffsets part : new FinishedOffsets[] {this, above}) {
      for (int i = 0; i < part.bounds.length; i += 2) {
        all.add(part.bounds[i], part.bounds[i + 1]);
      }
    }
    return all.build(Math.max(newest, above.newest));
  }

  /** Whether both are the same offsets, whatever their records' times. */
  public boolean sameOffsets(FinishedOffsets other) {
    return Arrays.equals(bounds, other.bounds);
  }

  /** How many runs of offsets without a gap they make. */
  int runs() {
    return bounds.length / 2;
  }

  long begin(int run) {
    return bounds[2 * run];
  }

  /** Exclusive. */
  long end(int run) {
    return bounds[2 * run + 1];
  }

  long newest() {
    return newest;
  }

  /** The lowest of the runs. */
  FinishedOffsets lowest(int runs) {
    return runs == 0 ? NONE : new FinishedOffsets(Arrays.copyOf(bounds, 2 * runs), newest);
  }

  /** {@code [5, 8-12]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int run = 0; run < runs(); run++) {
      text.append(run == 0 ? "" : ", ").append(begin(run));
      if (end(run) > begin(run) + 1) {
        text.append('-').append(end(run) - 1);
      }
    }
    return text.append(']').toString();
  }
}
