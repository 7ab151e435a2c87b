package io.deploycast.sandbox.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All that stands on a topic, read without a group. */
public final class WholeTopic {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Closing waits for the answer to a fetch beyond the ends, which there may be nothing for. */
  private static final int FETCH_WAIT_MILLIS = 50;

  private WholeTopic() {}

  /**
   * The records of each partition in their order, up to the ends that the topic has when it is
   * asked for.
   *
   * @param kafka properties of a client
   */
  public static List<ConsumerRecord<byte[], byte[]>> read(Map<String, Object> kafka, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    read(kafka, topic, records::add);
    return records;
  }

  /** The same, handing over each record as it comes; none is kept. */
  public static void read(
      Map<String, Object> kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<String, Object> reading = new HashMap<>(kafka);
    reading.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        consumer.poll(POLL).forEach(reader);
      }
    }
  }
}
