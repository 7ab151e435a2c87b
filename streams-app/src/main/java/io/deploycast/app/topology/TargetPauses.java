package io.deploycast.app.topology;

import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the control topic: which targets a person has stopped. Every instance reads all of it, so
 * that all of them stop, and after a restart, too. One for the process; thread-safe.
 */
public final class TargetPauses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TargetPauses.class);

  /** How long one look takes at most, and with it a stop of this. */
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Pause before the topic is read anew after an error: it may not exist yet. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final TopicPartition partition;
  private final Map<String, Object> kafka;
  private final BiConsumer<String, Boolean> listener;

  /** For the thread alone. */
  private final Set<String> paused = new HashSet<>();

  /** The one that is reading now, to be woken up. */
  private volatile @Nullable KafkaConsumer<byte[], byte[]> reading;

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::follow, "deploycast-control");

  /**
   * @param topic the control topic
   * @param listener told of a target's name and whether it is paused, at each change
   */
  public TargetPauses(
      String topic, Map<String, Object> kafka, BiConsumer<String, Boolean> listener) {
    this.partition = new TopicPartition(topic, 0);
    this.kafka = Map.copyOf(kafka);
    this.listener = listener;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    KafkaConsumer<byte[], byte[]> consumer = reading;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  private void follow() {
    while (closing.getCount() > 0) {
      try {
        read();
      } catch (KafkaException e) {
        LOG.atDebug().addKeyValue("error", e.toString()).log("the control topic cannot be read");
      }
      try {
        if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      reading = consumer;
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (closing.getCount() > 0) {
        consumer.poll(POLL).forEach(this::take);
      }
    } finally {
      reading = null;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String target = new String(record.key(), StandardCharsets.UTF_8);
    boolean pause = isPause(record);
    if (pause ? paused.add(target) : paused.remove(target)) {
      listener.accept(target, pause);
    }
  }

  private static boolean isPause(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return false;
    }
    try {
      return EventJson.mapper().readTree(record.value()).path(ControlTopic.PAUSED).asBoolean();
    } catch (IOException e) {
      return false;
    }
  }
}
