package io.deploycast.app.flow;

import io.deploycast.app.flow.finished.FinishedOffsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The offsets of one partition that were read and whose end is not yet known, in the order they
 * were read. Gaps between offsets are normal: transaction markers and compacted records take
 * offsets too.
 *
 * <p>Thread-safe. Registered by the stream thread, finished by any thread.
 */
public final class OffsetWindow {
  /** Ring size to begin with: what usually is in flight; it doubles when more is. */
  private static final int INITIAL_CAPACITY = 256;

  /** Offsets by slot modulo the capacity, which is a power of two. Ascending from head to tail. */
  private long[] offsets = new long[INITIAL_CAPACITY];

  private long[] times = new long[INITIAL_CAPACITY];
  private boolean[] finished = new boolean[INITIAL_CAPACITY];

  /** Slot of the lowest unfinished offset; every slot below it is finished. Never beyond tail. */
  private long head;

  /** Slot that the next registered offset gets. */
  private long tail;

  private long lastOffset = -1;

  /** Finished slots from head to tail: those that wait for one before them. */
  private int finishedAhead;

  /**
   * Takes an offset into the window.
   *
   * @param timeMillis when its event entered the log, in milliseconds since the epoch
   * @return its slot, by which it is finished
   * @throws IllegalStateException when the offset is not above the last one: the partition was read
   *     again from an earlier place, or deleted and made anew, and this window is no longer valid
   */
  public synchronized long register(long offset, long timeMillis) {
    if (offset <= lastOffset) {
      throw new IllegalStateException(
          "offsets of a partition must ascend, was %d after %d".formatted(offset, lastOffset));
    }
    if (tail - head == offsets.length) {
      grow();
    }
    int index = index(tail);
    offsets[index] = offset;
    times[index] = timeMillis;
    finished[index] = false;
    lastOffset = offset;
    return tail++;
  }

  /** Marks the offset of that slot as finished; a second time changes nothing. */
  public synchronized void finish(long slot) {
    if (slot < head || slot >= tail) {
      return;
    }
    if (!finished[index(slot)]) {
      finished[index(slot)] = true;
      finishedAhead++;
    }
    while (head < tail && finished[index(head)]) {
      head++;
      finishedAhead--;
    }
  }

  /** The lowest unfinished offset; empty when everything that was read is finished. */
  public synchronized OptionalLong lowestUnfinished() {
    return head == tail ? OptionalLong.empty() : OptionalLong.of(offsets[index(head)]);
  }

  /**
   * When the event of the lowest unfinished offset entered the log, in milliseconds since the
   * epoch.
   */
  public synchronized OptionalLong lowestUnfinishedTime() {
    return head == tail ? OptionalLong.empty() : OptionalLong.of(times[index(head)]);
  }

  /**
   * The watermark: everything below it is finished. The offset after the last one read when nothing
   * is open; −1 when nothing was read yet.
   */
  public synchronized long watermark() {
    if (head < tail) {
      return offsets[index(head)];
    }
    return next();
  }

  /**
   * The finished offsets above the lowest unfinished one.
   *
   * @param newest time of the youngest record that was read, in milliseconds since the epoch
   */
  public synchronized FinishedOffsets finishedAhead(long newest) {
    if (finishedAhead == 0) {
      return FinishedOffsets.NONE;
    }
    FinishedOffsets.Builder ahead = new FinishedOffsets.Builder();
    for (long slot = head + 1; slot < tail; slot++) {
      if (finished[index(slot)]) {
        ahead.add(offsets[index(slot)], offsets[index(slot)] + 1);
      }
    }
    return ahead.build(newest);
  }

  /** Offsets that were read and are not finished. */
  public synchronized int unfinished() {
    return size() - finishedAhead;
  }

  /** The offset after the last one read; −1 when nothing was read yet. */
  public synchronized long next() {
    return lastOffset < 0 ? -1 : lastOffset + 1;
  }

  /** Offsets from the watermark to the last one read, finished or not. */
  public synchronized int size() {
    return Math.toIntExact(tail - head);
  }

  private int index(long slot) {
    return (int) (slot & (offsets.length - 1));
  }

  private void grow() {
    long[] oldOffsets = offsets;
    long[] oldTimes = times;
    boolean[] oldFinished = finished;
    int oldMask = oldOffsets.length - 1;
    offsets = Arrays.copyOf(oldOffsets, oldOffsets.length * 2);
    times = new long[offsets.length];
    finished = new boolean[offsets.length];
    for (long slot = head; slot < tail; slot++) {
      offsets[index(slot)] = oldOffsets[(int) (slot & oldMask)];
      times[index(slot)] = oldTimes[(int) (slot & oldMask)];
      finished[index(slot)] = oldFinished[(int) (slot & oldMask)];
    }
  }
}
