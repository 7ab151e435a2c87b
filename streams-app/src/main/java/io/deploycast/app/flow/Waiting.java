package io.deploycast.app.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of one kind that may start as soon as the target has room. Counts those behind them in
 * their lanes, too. Not thread-safe: guarded by the dispatcher's lock.
 */
final class Waiting {
  /**
   * Deliveries waiting at which partitions are held. Covers what a target answering at once takes
   * between two polls, at 10 ms and a hundred thousand a second.
   */
  private static final int HIGH_WATER = 1_000;

  /** The same in bytes: events may be large, and a parsed one takes several times its bytes. */
  private static final long HIGH_WATER_BYTES = 4L * 1024 * 1024;

  /** A target that takes half of what waits for it within this time is quick. */
  private static final Duration QUICKLY = Duration.ofMillis(500);

  private final Deque<Delivery> ready = new ArrayDeque<>();
  private int count;
  private long bytes;
  private boolean saturated;
  private long saturatedSince;

  /** Counts a delivery that waits, here or in its lane. */
  void enter(Delivery delivery) {
    count++;
    bytes += delivery.size();
  }

  /** Counts a delivery out. */
  void leave(Delivery delivery) {
    count--;
    bytes -= delivery.size();
  }

  void add(Delivery delivery) {
    ready.add(delivery);
  }

  @Nullable Delivery peek() {
    return ready.peek();
  }

  Delivery remove() {
    return ready.remove();
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  int count() {
    return count;
  }

  /** Takes out those that meet the condition and counts them out. */
  List<Delivery> removeIf(Predicate<Delivery> condition) {
    List<Delivery> removed = new ArrayList<>();
    for (Iterator<Delivery> all = ready.iterator(); all.hasNext(); ) {
      Delivery delivery = all.next();
      if (condition.test(delivery)) {
        all.remove();
        leave(delivery);
        removed.add(delivery);
      }
    }
    return removed;
  }

  /**
   * Whether as much waits as should. Stays so until half of it is gone, so that a partition is not
   * held and released at each poll.
   *
   * @param now a monotonic clock in nanoseconds
   */
  boolean isSaturated(long now) {
    if (count >= HIGH_WATER || bytes >= HIGH_WATER_BYTES) {
      saturatedSince = saturated ? saturatedSince : now;
      saturated = true;
    } else if (count <= HIGH_WATER / 2 && bytes <= HIGH_WATER_BYTES / 2) {
      saturated = false;
    }
    return saturated;
  }

  /** Whether it is, and not for so long that the target must be a slow one. */
  boolean isSaturatedBriefly(long now) {
    return isSaturated(now) && now - saturatedSince < QUICKLY.toNanos();
  }
}
