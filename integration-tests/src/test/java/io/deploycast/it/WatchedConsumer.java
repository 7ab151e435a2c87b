package io.deploycast.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the ways in which Streams might commit or resume, beside those the engine overrides. */
class WatchedConsumer extends KafkaConsumer<byte[], byte[]> {
  final List<Map<TopicPartition, OffsetAndMetadata>> commits = new CopyOnWriteArrayList<>();
  final List<String> otherCommits = new CopyOnWriteArrayList<>();

  WatchedConsumer(Map<String, Object> config) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    commits.add(Map.copyOf(offsets));
    super.commitSync(offsets);
  }

  @Override
  public void commitSync() {
    otherCommits.add("commitSync()");
    super.commitSync();
  }

  @Override
  public void commitSync(Duration timeout) {
    otherCommits.add("commitSync(Duration)");
    super.commitSync(timeout);
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    otherCommits.add("commitSync(Map, Duration)");
    super.commitSync(offsets, timeout);
  }

  @Override
  public void commitAsync() {
    otherCommits.add("commitAsync()");
    super.commitAsync();
  }
}
