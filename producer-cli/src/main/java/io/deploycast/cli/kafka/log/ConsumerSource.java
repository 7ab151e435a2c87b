package io.deploycast.cli.kafka.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Kafka's consumer, with the partitions it was assigned. It is closed by whoever opened it. */
record ConsumerSource(Consumer<byte[], byte[]> consumer) implements RecordSource {
  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> bare = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      bare.put(
          partition,
          polled.records(partition).stream().map(ConsumerSource::withoutHeaders).toList());
    }
    return new ConsumerRecords<>(bare, polled.nextOffsets());
  }

  private static ConsumerRecord<byte[], byte[]> withoutHeaders(
      ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        record.key(),
        record.value(),
        NO_HEADERS,
        Optional.empty());
  }

  @Override
  public long position(TopicPartition partition) {
    return consumer.position(partition);
  }

  @Override
  public void pause(TopicPartition partition) {
    consumer.pause(List.of(partition));
  }

  @Override
  public void resume(TopicPartition partition) {
    consumer.resume(List.of(partition));
  }

  @Override
  public void close() {}
}
