package io.deploycast.cli.kafka.log;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one partition that are fetched and wait for older ones of other partitions. Lanes
 * compare by their oldest record. Not thread-safe.
 */
final class Lane implements Comparable<Lane> {
  /** What a record takes beside the bytes of its key and value: objects, roughly. */
  static final long OVERHEAD_BYTES = 200;

  private final TopicPartition partition;

  /** The offset before which the partition is read. */
  private final long end;

  private final long mostBytes;
  private final Queue<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
  private long bytes;
  private boolean held;

  Lane(TopicPartition partition, long end, long mostBytes) {
    this.partition = partition;
    this.end = end;
    this.mostBytes = mostBytes;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Whether nothing more will come: the position passes transaction markers, too. */
  boolean isRead(RecordSource source) {
    return records.isEmpty() && source.position(partition) >= end;
  }

  void add(List<ConsumerRecord<byte[], byte[]>> more) {
    for (ConsumerRecord<byte[], byte[]> record : more) {
      if (record.offset() < end) {
        records.add(record);
        bytes += size(record);
      }
    }
  }

  /** Takes the oldest record; there must be one. */
  ConsumerRecord<byte[], byte[]> take() {
    ConsumerRecord<byte[], byte[]> record = records.remove();
    bytes -= size(record);
    return record;
  }

  /** Stops the fetching of a partition that is far ahead of the others, and lets it go on. */
  void balance(RecordSource source) {
    if (!held && bytes > mostBytes) {
      source.pause(partition);
      held = true;
    } else if (held && bytes <= mostBytes / 2) {
      source.resume(partition);
      held = false;
    }
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    return OVERHEAD_BYTES
        + Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize());
  }

  @Override
  public int compareTo(Lane other) {
    ConsumerRecord<byte[], byte[]> mine = records.element();
    ConsumerRecord<byte[], byte[]> theirs = other.records.element();
    int byTime = Long.compare(mine.timestamp(), theirs.timestamp());
    return byTime != 0 ? byTime : Integer.compare(mine.partition(), theirs.partition());
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return partition.hashCode();
  }
}
