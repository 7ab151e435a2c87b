package io.deploycast.cli.kafka.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Merges partitions by time. The oldest record of all is known only while each partition shows one
 * or has no more; what waits is bounded in bytes. Not thread-safe.
 */
final class Lanes {
  private final Map<TopicPartition, Lane> all = new HashMap<>();

  /** Those that may still get records and have none: nothing can be taken before they do. */
  private final Set<Lane> awaited = new HashSet<>();

  /** Those that have records. */
  private final PriorityQueue<Lane> heads = new PriorityQueue<>();

  /**
   * Lanes.
   *
   * @param ends the offset of each partition before which it is read
   * @param mostBytes what they hold back together, and a fetch more
   */
  Lanes(Map<TopicPartition, Long> ends, long mostBytes) {
    ends.forEach(
        (partition, end) -> all.put(partition, new Lane(partition, end, mostBytes / ends.size())));
    awaited.addAll(all.values());
  }

  void add(ConsumerRecords<byte[], byte[]> polled) {
    for (TopicPartition partition : polled.partitions()) {
      Lane lane = Objects.requireNonNull(all.get(partition), "one of those asked for");
      boolean wasEmpty = lane.isEmpty();
      lane.add(polled.records(partition));
      if (wasEmpty && !lane.isEmpty()) {
        awaited.remove(lane);
        heads.add(lane);
      }
    }
  }

  /** Notices which partitions are read to their ends, and evens out the others. */
  void settle(RecordSource source) {
    awaited.removeIf(lane -> lane.isRead(source));
    all.values().forEach(lane -> lane.balance(source));
  }

  /** The next record in the order of time; null while that cannot be known. */
  @Nullable ConsumerRecord<byte[], byte[]> next(RecordSource source) {
    if (!awaited.isEmpty()) {
      // From a partition that is read to its end nothing comes, however long one waits.
      settle(source);
    }
    Lane lane = awaited.isEmpty() ? heads.poll() : null;
    if (lane == null) {
      return null;
    }
    ConsumerRecord<byte[], byte[]> record = lane.take();
    (lane.isEmpty() ? awaited : heads).add(lane);
    return record;
  }

  boolean isDone() {
    return awaited.isEmpty() && heads.isEmpty();
  }
}
