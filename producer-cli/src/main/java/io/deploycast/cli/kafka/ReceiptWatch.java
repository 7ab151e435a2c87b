package io.deploycast.cli.kafka;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.schema.Receipt;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the receipts of one event from the moment it was opened, so before the event is
 * published: those of an earlier time are of an earlier time. For one thread.
 */
public final class ReceiptWatch implements AutoCloseable {
  /** How long one look takes at most. */
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String eventId;

  private ReceiptWatch(KafkaConsumer<byte[], byte[]> consumer, String eventId) {
    this.consumer = consumer;
    this.eventId = eventId;
  }

  /**
   * Opens a watch; blocks until the brokers have answered.
   *
   * @throws org.apache.kafka.common.KafkaException as they answered, or when they did not
   * @throws FailedException when there is no such topic
   */
  public static ReceiptWatch open(
      Map<String, Object> client, String topic, String eventId, Duration limit) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
    properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "deploycast-cli");
    properties.putIfAbsent(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic);
      if (partitions == null || partitions.isEmpty()) {
        throw new FailedException(
            ExitCode.NOT_DELIVERED,
            "topic '%s' does not exist; run 'deploycast topics create'".formatted(topic));
      }
      int partition = Receipt.partition(eventId, partitions.size());
      TopicPartition place = new TopicPartition(topic, partition);
      consumer.assign(List.of(place));
      consumer.seek(place, consumer.endOffsets(List.of(place)).getOrDefault(place, 0L));
      return new ReceiptWatch(consumer, eventId);
    } catch (RuntimeException failed) {
      close(consumer);
      throw failed;
    }
  }

  /** The receipts of those targets, as many as come until then. */
  public Map<String, Receipt> await(Set<String> targets, long deadlineNanos) {
    Map<String, Receipt> receipts = new LinkedHashMap<>();
    while (receipts.size() < targets.size() && System.nanoTime() - deadlineNanos < 0) {
      consumer
          .poll(POLL)
          .forEach(
              record ->
                  Receipt.read(record.value())
                      .filter(it -> it.eventId().equals(eventId) && targets.contains(it.target()))
                      .ifPresent(it -> receipts.putIfAbsent(it.target(), it)));
    }
    return receipts;
  }

  @Override
  public void close() {
    close(consumer);
  }

  /** At once: an answer is still to come for which nobody waits. */
  private static void close(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
