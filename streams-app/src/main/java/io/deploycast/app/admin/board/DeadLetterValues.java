package io.deploycast.app.admin.board;

import io.deploycast.schema.DeadLetter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads single dead letters with their values, which the board does not keep. Thread-safe. */
public final class DeadLetterValues {
  /** How long a read may take; a person waits for it. */
  private static final Duration BOUND = Duration.ofSeconds(5);

  private static final Duration POLL = Duration.ofMillis(500);

  /** Closing waits for the answer to a fetch beyond the record, which there may be nothing for. */
  private static final int FETCH_WAIT_MILLIS = 50;

  private final String topic;
  private final Map<String, Object> kafka;

  /**
   * @param topic the dead-letter topic
   * @param kafka the operator's client properties
   */
  public DeadLetterValues(String topic, Map<String, Object> kafka) {
    this.topic = topic;
    this.kafka = new HashMap<>(kafka);
    this.kafka.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BOUND.toMillis());
    this.kafka.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) BOUND.toMillis());
    this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    this.kafka.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    this.kafka.put("enable.metrics.push", false);
  }

  /**
   * The dead letter with its value; empty when its record is gone.
   *
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  public Optional<DeadLetter> read(ShelvedLetter stored) {
    TopicPartition partition = new TopicPartition(topic, stored.position().partition());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, stored.position().offset());
      long deadline = System.nanoTime() + BOUND.toNanos();
      while (System.nanoTime() - deadline < 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          return record.offset() == stored.position().offset()
              ? DeadLetter.read(record)
              : Optional.empty();
        }
      }
      throw new TimeoutException("the dead letter was not given within " + BOUND);
    } catch (InvalidOffsetException e) {
      return Optional.empty();
    }
  }
}
