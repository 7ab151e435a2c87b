package io.deploycast.app.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what was read from a retry topic until it is due. The topic has one constant delay, so
 * its head is the earliest due; nothing overtakes it, and while it waits the partition is not read
 * on: the topic itself is the queue.
 *
 * <p>Not thread-safe, apart from {@link #isHolding}: belongs to the stream thread. Times are those
 * of a monotonic clock in nanoseconds, so a step of the wall clock moves no deadline.
 */
public final class DueGate {
  private final Duration delay;
  private final Deque<Delivery> queue = new ArrayDeque<>();

  /** Written by the stream thread, read where polls are bounded; null when nothing waits. */
  private volatile @Nullable Long headDueNanos;

  public DueGate(Duration delay) {
    this.delay = delay;
  }

  /**
   * Takes a delivery.
   *
   * @param notBefore when it is due by the wall clock of whoever wrote it
   * @param wall the wall clock now
   * @param nanos the monotonic clock now
   */
  public void hold(Delivery delivery, Instant notBefore, Instant wall, long nanos) {
    Duration wait = Duration.between(wall, notBefore);
    if (wait.compareTo(delay) > 0) {
      // The wall clock went back since the failure: twice the delay is the most it costs.
      wait = delay;
    }
    long waitNanos = wait.isNegative() ? 0 : wait.toNanos();
    queue.add(delivery.dueAt(nanos + waitNanos));
    updateHead();
  }

  /** Whether what is written to the topic has to be read at once to be in time. */
  boolean isHurried() {
    return delay.compareTo(Glances.UNHURRIED) < 0;
  }

  /** Whether something that waits here may go. */
  boolean isDue(long nanos) {
    Long due = headDueNanos;
    return due != null && due - nanos <= 0;
  }

  /** The next delivery if it is due, else null. */
  @Nullable Delivery release(long nanos) {
    if (!isDue(nanos)) {
      return null;
    }
    Delivery head = queue.remove();
    updateHead();
    return head;
  }

  /** Whether something waits here, so that the partition needs no further reading. Any thread. */
  public boolean isHolding() {
    return headDueNanos != null;
  }

  /** Time until the head is due, not negative; null when nothing waits. Any thread. */
  @Nullable Duration untilDue(long nanos) {
    Long due = headDueNanos;
    return due == null ? null : Duration.ofNanos(Math.max(0, due - nanos));
  }

  private void updateHead() {
    Delivery head = queue.peek();
    headDueNanos = head == null ? null : head.dueNanos();
  }
}
