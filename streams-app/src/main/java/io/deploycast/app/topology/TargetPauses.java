package io.deploycast.app.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the control topic: which targets a person has stopped, or wants called at once. Every
 * instance reads all of it, so that all of them act, and are stopped after a restart, too. One for
 * the process; thread-safe.
 */
public final class TargetPauses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TargetPauses.class);

  /** How long one look takes at most, and with it a stop of this. */
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Pause before the topic is read anew after an error: it may not exist yet. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Told on this thread of what a person wants of a target. */
  public interface Listener {
    /** The target is stopped, or goes on. */
    void paused(String target, boolean paused);

    /** The target is to be called at once. */
    void probe(String target);
  }

  private final TopicPartition partition;
  private final Map<String, Object> kafka;
  private final Listener listener;

  /** For the thread alone. */
  private final Set<String> paused = new HashSet<>();

  /** When each target was last to be called; the topic may be read again from its start. */
  private final Map<String, String> probedAt = new HashMap<>();

  /** The one that is reading now, to be woken up. */
  private volatile @Nullable KafkaConsumer<byte[], byte[]> reading;

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::follow, "deploycast-control");

  /**
   * @param topic the control topic
   * @param listener told of each change
   */
  public TargetPauses(String topic, Map<String, Object> kafka, Listener listener) {
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
    JsonNode value = valueOf(record);
    boolean pause = value.path(ControlTopic.PAUSED).asBoolean();
    if (pause ? paused.add(target) : paused.remove(target)) {
      listener.paused(target, pause);
    }
    String probe = value.path(ControlTopic.PROBED_AT).asText();
    if (!probe.isEmpty() && !probe.equals(probedAt.put(target, probe))) {
      listener.probe(target);
    }
  }

  private static JsonNode valueOf(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return MissingNode.getInstance();
    }
    try {
      return EventJson.mapper().readTree(record.value());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
