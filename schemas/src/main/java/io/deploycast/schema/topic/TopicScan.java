package io.deploycast.schema.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics once, from one set of offsets to another, without a group: it leaves no trace. What
 * a transaction wrote is seen once that is committed. Calls block until they have read everything,
 * however long that takes; only brokers that do not answer for a while end them.
 */
public final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * How long a broker may hold back an answer for lack of records. Up to an end there are always
   * some; beyond it a fetch is on its way nevertheless, and closing waits for its answer.
   */
  private static final int FETCH_WAIT_MILLIS = 50;

  private final Map<String, Object> kafka;
  private final Duration patience;

  /**
   * @param kafka the operator's client properties
   * @param patience how long the brokers may go without an answer
   */
  public TopicScan(Map<String, Object> kafka, Duration patience) {
    this.kafka = settings(kafka, patience);
    this.patience = patience;
  }

  /**
   * Every record of a topic, up to its end as it is now.
   *
   * @param each called for each record, by partition and offset
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  public void all(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo info : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, info.partition()));
      }
      if (partitions.isEmpty()) {
        throw new UnknownTopicOrPartitionException(
            "topic '%s' does not exist; run 'deploycast topics create'".formatted(topic));
      }
      // Before it is asked for the ends: the client warns of those of partitions that it has not.
      consumer.assign(partitions);
      read(consumer, consumer.beginningOffsets(partitions), consumer.endOffsets(partitions), each);
    }
  }

  /** The records from these offsets on, up to the ends of their partitions as they are now. */
  public void from(
      Map<TopicPartition, Long> begins, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(begins.keySet());
      read(consumer, begins, consumer.endOffsets(begins.keySet()), each);
    }
  }

  /** The records from these offsets on, and before those. */
  public void between(
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(begins.keySet());
      read(consumer, begins, ends, each);
    }
  }

  private void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    begins.forEach(consumer::seek);
    Collection<TopicPartition> open = unread(consumer, ends);
    long heard = System.nanoTime();
    long positions = -1;
    while (!open.isEmpty()) {
      consumer.pause(ends.keySet().stream().filter(it -> !open.contains(it)).toList());
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.getOrDefault(partition, 0L)) {
          each.accept(record);
        }
      }
      open.retainAll(unread(consumer, ends));
      // Positions move over transaction markers, too, which are no records.
      long moved = ends.keySet().stream().mapToLong(consumer::position).sum();
      if (moved != positions) {
        heard = System.nanoTime();
        positions = moved;
      } else if (System.nanoTime() - heard > patience.toNanos()) {
        throw new TimeoutException("%s could not be read within %s".formatted(open, patience));
      }
    }
  }

  private static Collection<TopicPartition> unread(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    List<TopicPartition> open = new ArrayList<>();
    ends.forEach(
        (partition, end) -> {
          if (consumer.position(partition) < end) {
            open.add(partition);
          }
        });
    return open;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Map<String, Object> settings(Map<String, Object> kafka, Duration patience) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Where retention was faster than the reader, the first record that is left comes next.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    settings.put("enable.metrics.push", false);
    return settings;
  }
}
