package io.deploycast.app.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What the installation remembers of each target, in the compacted control topic. Key: the target's
 * name. Value:
 *
 * <pre>{"firstStartedAt":"2026-01-02T03:04:05Z","topicId":"a1tLZKDuSHq7DGZi9dB5uA","paused":true,
 *  "probedAt":"2026-01-02T03:04:05Z"}
 * </pre>
 *
 * Calls block until the brokers answer; properties of a value that this version does not know are
 * kept.
 */
public final class ControlTopic {
  /** How long the brokers may go without an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static final String PAUSED = "paused";
  static final String PROBED_AT = "probedAt";
  static final String FIRST_STARTED_AT = "firstStartedAt";

  private static final String TOPIC_ID = "topicId";

  private final String topic;
  private final Map<String, Object> kafka;

  /**
   * The topic of an installation.
   *
   * @param kafka the operator's client properties
   */
  public ControlTopic(String topic, Map<String, Object> kafka) {
    this.topic = topic;
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * When the target was started for the first time; empty when it never was.
   *
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  Optional<Instant> firstStart(TargetName target) {
    return Optional.ofNullable(read().get(target.text()))
        .map(value -> value.path(FIRST_STARTED_AT).textValue())
        .map(Instant::parse);
  }

  /** The id of the topic that the target last began to read; empty when that is not known. */
  Optional<String> topicId(TargetName target) {
    return Optional.ofNullable(valueOf(target).path(TOPIC_ID).textValue());
  }

  /** Remembers that the target begins to read the topic of that id; its first start stays. */
  void rememberStart(TargetName target, Instant at, String topicId) {
    ObjectNode value = valueOf(target);
    if (!value.has(FIRST_STARTED_AT)) {
      value.put(FIRST_STARTED_AT, at.toString());
    }
    value.put(TOPIC_ID, topicId);
    write(target, value);
  }

  /** Whether a person has stopped the target. */
  public boolean isPaused(TargetName target) {
    return valueOf(target).path(PAUSED).asBoolean();
  }

  /** Stops the target on every instance, or lets it go on. */
  public void pause(TargetName target, boolean paused) {
    ObjectNode value = valueOf(target);
    value.put(PAUSED, paused);
    write(target, value);
  }

  /** Has every instance call the target at once, though it is down or asked for a pause. */
  public void probe(TargetName target, Instant at) {
    ObjectNode value = valueOf(target);
    value.put(PROBED_AT, at.toString());
    write(target, value);
  }

  /** What is kept under another key than a target's name; empty when there is nothing. */
  public Optional<JsonNode> note(String key) {
    return Optional.ofNullable(read().get(key));
  }

  public void putNote(String key, ObjectNode value) {
    write(key, bytes(value.toString()));
  }

  /** Forgets what is kept under a key, which may be a target's name. */
  public void removeNote(String key) {
    write(key, null);
  }

  private ObjectNode valueOf(TargetName target) {
    return read().get(target.text()) instanceof ObjectNode object
        ? object
        : JsonNodeFactory.instance.objectNode();
  }

  private Map<String, JsonNode> read() {
    Map<String, JsonNode> values = new HashMap<>();
    new TopicScan(kafka, PATIENCE).all(topic, record -> put(values, record));
    return values;
  }

  private static void put(Map<String, JsonNode> values, ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      values.remove(key);
      return;
    }
    try {
      values.put(key, EventJson.mapper().readTree(record.value()));
    } catch (JsonProcessingException e) {
      values.remove(key);
    } catch (IOException e) {
      throw new KafkaException(e);
    }
  }

  private void write(TargetName target, ObjectNode value) {
    write(target.text(), bytes(value.toString()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void write(String key, byte @Nullable [] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, bytes(key), value);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
