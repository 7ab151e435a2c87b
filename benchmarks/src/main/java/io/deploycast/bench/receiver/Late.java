package io.deploycast.bench.receiver;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Answers whose time has not come. Used by the receiver's one thread only. */
final class Late {
  /** One of them; {@code dueNanos} by {@link System#nanoTime}. */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  record Answer(long dueNanos, Peer to, byte[] bytes) {}

  private final PriorityQueue<Answer> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Answer::dueNanos));

  void add(Answer answer) {
    waiting.add(answer);
  }

  /** Whole milliseconds until the next is due, at least one; 0 when nothing waits. */
  long millisUntilNext() {
    Answer next = waiting.peek();
    if (next == null) {
      return 0;
    }
    return Math.max(1, (next.dueNanos() - System.nanoTime()) / 1_000_000);
  }

  /** Sends those that are due. */
  void sendDue() {
    long now = System.nanoTime();
    for (Answer next = waiting.peek();
        next != null && next.dueNanos() <= now;
        next = waiting.peek()) {
      waiting.remove();
      try {
        next.to().send(next.bytes());
        next.to().flush();
      } catch (IOException clientGone) {
        // It was killed meanwhile, which is what some benchmarks do.
        next.to().close();
      }
    }
  }
}
