package io.deploycast.app.flow;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Which of a target's partitions are held. While first attempts go out quickly, all are held
 * together: a fetch for retry topics alone, which are empty as a rule, would be kept by the broker
 * for its longest wait, and with it the next one for the log.
 *
 * <p>Belongs to the stream thread. Times are those of a monotonic clock in nanoseconds.
 */
final class Holds {
  /**
   * Offsets open in one partition at which it is held: one slow call must not let the window, and
   * with it what a crash repeats, grow without end.
   */
  private static final int WINDOW_LIMIT = 10_000;

  private final Map<TopicPartition, PartitionFlow> flows;
  private final DueGates gates;
  private final Glances glances = new Glances();

  /**
   * @param flows those that are open now
   */
  Holds(Map<TopicPartition, PartitionFlow> flows, DueGates gates) {
    this.flows = flows;
    this.gates = gates;
  }

  /** A partition came or went: it is not passed over before it was read for a while. */
  void changed(TopicPartition partition) {
    glances.stirred(partition);
  }

  /** A poll gave these. */
  void polled(ConsumerRecords<byte[], byte[]> records, long nanos) {
    for (TopicPartition partition : records.partitions()) {
      PartitionFlow flow = flows.get(partition);
      if (flow != null && flow.isFirst()) {
        glances.logRead(nanos);
      } else {
        glances.stirred(partition);
      }
    }
  }

  /** What is to be held at that moment. */
  Moment at(long nanos, Room room) {
    return new Moment(nanos, room);
  }

  /** Asked for each partition before a poll. */
  final class Moment {
    private final long nanos;
    private final Room room;

    private Moment(long nanos, Room room) {
      this.nanos = nanos;
      this.room = room;
    }

    /**
     * Whether nothing may be read from a partition.
     *
     * @param paused whether nothing is anyway, since Streams has paused it
     */
    boolean on(TopicPartition partition, boolean paused) {
      PartitionFlow flow = flows.get(partition);
      if (flow == null) {
        return paused || !room.forFirsts();
      }
      boolean held = paused || isFull(flow) || gates.isHolding(partition);
      if (flow.isFirst()) {
        return held;
      }
      if (held || flow.window().size() > 0 || gates.isHurried(partition)) {
        glances.stirred(partition);
        return held;
      }
      return glances.pass(partition, nanos);
    }

    private boolean isFull(PartitionFlow flow) {
      return !(flow.isFirst() ? room.forFirsts() : room.forRetries())
          || flow.isAwaitingSchema()
          || flow.window().size() >= WINDOW_LIMIT
          || flow.isReadToEnd();
    }
  }
}
