package io.deploycast.app.flow;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The gates of a target's retry topics, by partition. Thread-safe, but only the stream thread lets
 * deliveries go.
 */
final class DueGates {
  private final Map<TopicPartition, DueGate> gates = new ConcurrentHashMap<>();

  void open(TopicPartition partition, DueGate gate) {
    gates.put(partition, gate);
  }

  /** Forgets a partition's gate, and what waits there. */
  void close(TopicPartition partition) {
    gates.remove(partition);
  }

  /** Whether something waits for its time, so that the partition needs no further reading. */
  boolean isHolding(TopicPartition partition) {
    DueGate gate = gates.get(partition);
    return gate != null && gate.isHolding();
  }

  /** Whether what is written there has to be read at once to be in time. */
  boolean isHurried(TopicPartition partition) {
    DueGate gate = gates.get(partition);
    return gate != null && gate.isHurried();
  }

  /**
   * Submits what is due: of each gate as many as should wait for room; the others go later.
   *
   * @param stopped of which partitions nothing is started any more
   */
  void release(Dispatcher dispatcher, Predicate<TopicPartition> stopped, long nanos) {
    gates.forEach(
        (partition, gate) -> {
          if (gate.isDue(nanos) && !stopped.test(partition)) {
            release(gate, dispatcher, nanos);
          }
        });
  }

  private static void release(DueGate gate, Dispatcher dispatcher, long nanos) {
    while (!dispatcher.isSaturated(true)) {
      Delivery due = gate.release(nanos);
      if (due == null) {
        return;
      }
      dispatcher.submit(due);
    }
  }

  /** How long a poll may take at most, so that nothing here is late. */
  PollBound bounding(PollBound poll, long nanos) {
    PollBound bound = poll;
    for (DueGate gate : gates.values()) {
      Duration untilDue = gate.untilDue(nanos);
      if (untilDue != null) {
        // What is due by now and still here has to wait for room: looking all the time is no use.
        bound = untilDue.isZero() ? bound.busy() : bound.until(untilDue);
      }
    }
    return bound;
  }
}
