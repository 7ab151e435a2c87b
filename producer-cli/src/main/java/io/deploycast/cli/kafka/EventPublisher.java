package io.deploycast.cli.kafka;

import io.deploycast.cli.FailedException;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Sends events and waits for the acknowledgement of all in-sync replicas. For one thread. */
public final class EventPublisher {
  /** Shortest budget that is still given a try. */
  private static final Duration LEAST = Duration.ofMillis(250);

  /** What of the budget is left for the way out: closing sockets, printing, the end of the JVM. */
  private static final Duration WAY_OUT = Duration.ofMillis(200);

  /** How long a batch of several events is waited for. */
  private static final int BATCHING_MILLIS = 5;

  private final Map<String, Object> properties;
  private final long deadlineNanos;
  private final Serializer<DeploymentEvent> values;

  private Map<String, String> furtherHeaders = Map.of();

  /** How far it is; read by a shutdown hook. */
  private volatile boolean sent;

  private volatile int acknowledged;

  /**
   * A publisher.
   *
   * @param deadlineNanos {@code System.nanoTime()} at which the command has to be over
   */
  public EventPublisher(Map<String, Object> properties, long deadlineNanos) {
    this.properties = Map.copyOf(properties);
    this.deadlineNanos = deadlineNanos;
    this.values = ValueFormat.of(properties, deadlineNanos);
  }

  /** What is known of the fate of so many events at this moment, in words. */
  public String standing(int events) {
    if (events > 1) {
      return "%d of %d events were acknowledged, the others %s"
          .formatted(acknowledged, events, sent ? "may be there or not" : "were not sent");
    }
    if (acknowledged > 0) {
      return "the event was acknowledged";
    }
    return sent
        ? "the event was sent and not acknowledged: it may be there or not"
        : "the event was not sent";
  }

  /** Headers of each record beside those of its event. */
  public EventPublisher with(Map<String, String> headers) {
    furtherHeaders = Map.copyOf(headers);
    return this;
  }

  /**
   * Publishes one event.
   *
   * @throws FailedException with what is known of the event's fate
   */
  public RecordMetadata publish(String topic, DeploymentEvent event) {
    return publish(topic, List.of(event), count -> {}).get(0);
  }

  /**
   * Publishes events in their order.
   *
   * @param progress told after each acknowledgement how many there are
   * @return where each stands
   * @throws FailedException with what is known of the events' fate
   */
  public List<RecordMetadata> publish(
      String topic, List<DeploymentEvent> events, IntConsumer progress) {
    // All of them first: nothing is sent unless every value could be written.
    List<ProducerRecord<byte[], byte[]>> records =
        events.stream().map(event -> record(topic, event)).toList();
    String servers = String.valueOf(properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    KafkaProducer<byte[], byte[]> producer = open(servers, events.size());
    try {
      try {
        producer.partitionsFor(topic);
      } catch (KafkaException e) {
        throw KafkaFailures.beforeMetadata(e, topic, servers);
      }
      sent = true;
      List<Future<RecordMetadata>> sending = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> record : records) {
        sending.add(producer.send(record));
      }
      List<RecordMetadata> places = new ArrayList<>();
      for (Future<RecordMetadata> future : sending) {
        places.add(acknowledged(future, topic, events.get(places.size()).id(), events.size()));
        acknowledged = places.size();
        progress.accept(acknowledged);
      }
      return places;
    } finally {
      // The records are acknowledged or given up; waiting longer would change nothing.
      producer.close(Duration.ZERO);
    }
  }

  private ProducerRecord<byte[], byte[]> record(String topic, DeploymentEvent event) {
    byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
    byte[] value = values.serialize(topic, event);
    return new ProducerRecord<>(topic, null, key, value, headers(event));
  }

  private RecordMetadata acknowledged(
      Future<RecordMetadata> sending, String topic, String eventId, int events) {
    try {
      return acknowledged(sending, topic, eventId);
    } catch (FailedException e) {
      throw events == 1
          ? e
          : new FailedException(
              e.exitCode(),
              "%d of %d events acknowledged; %s".formatted(acknowledged, events, e.getMessage()));
    }
  }

  private Headers headers(DeploymentEvent event) {
    Headers headers = EventHeaders.toKafka(event);
    furtherHeaders.forEach(
        (name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }

  private RecordMetadata acknowledged(
      Future<RecordMetadata> sending, String topic, String eventId) {
    try {
      return sending.get(left().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      KafkaException cause =
          e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
      throw KafkaFailures.afterSend(cause, topic, eventId);
    } catch (TimeoutException e) {
      throw KafkaFailures.unknown(topic, eventId, "no acknowledgement in time");
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private KafkaProducer<byte[], byte[]> open(String servers, int events) {
    try {
      return new KafkaProducer<>(
          bounded(events), new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw KafkaFailures.opening(e, servers);
    }
  }

  /** No wait of the client is longer than what is left; its defaults are a minute and two. */
  private Map<String, Object> bounded(int events) {
    int millis = (int) left().toMillis();
    int linger = events == 1 ? 0 : BATCHING_MILLIS;
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A broker that does not know a new topic yet may refuse a batch and take the next, after
    // which it refuses the first for good.
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    all.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    // The client wants room for its waiting within that of the delivery.
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis - linger);
    all.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "deploycast-cli");
    all.putIfAbsent(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return all;
  }

  private Duration left() {
    Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime()).minus(WAY_OUT);
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }
}
