package io.deploycast.bench.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes events, which are numbered from 0 on, as a CI would write them. One caller at a time.
 */
public final class Publisher implements AutoCloseable {
  /** So many that lanes are not what is measured. */
  private static final int SERVICES = 5_000;

  private static final Instant DEPLOYED_AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile int next;
  private volatile boolean stopped;

  private Publisher(String topic, KafkaProducer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /** One that sends each event at once, as a CI does. */
  static Publisher prompt(Map<String, Object> kafka, String topic) {
    return new Publisher(topic, producer(kafka, Map.of("linger.ms", 0)));
  }

  /** One that fills topics with millions. */
  public static KafkaProducer<byte[], byte[]> inBulk(Map<String, Object> kafka) {
    return producer(
        kafka,
        Map.of("linger.ms", 50, "batch.size", 256 * 1024, "buffer.memory", 64L * 1024 * 1024));
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Map<String, Object> kafka, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(kafka);
    all.putAll(more);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Publishes so many evenly; returns when the last is acknowledged. */
  public Published publish(int count, int perSecond) {
    LongStream.Builder nanos = LongStream.builder();
    int first = next;
    long began = System.nanoTime();
    int sent = 0;
    while (sent < count && !stopped) {
      long due = began + sent * 1_000_000_000L / perSecond;
      while (System.nanoTime() - due < 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      nanos.add(System.nanoTime());
      sent++;
      send(record(first + sent - 1));
      next = first + sent;
    }
    producer.flush();
    if (refused.get() > 0) {
      throw new IllegalStateException(
          "every event must be acknowledged, %d were not".formatted(refused.get()));
    }
    return new Published(first, nanos.build().toArray());
  }

  /** The same on a thread of its own, until {@link #stop}. */
  public CompletableFuture<Published> publishAside(int perSecond) {
    stopped = false;
    return CompletableFuture.supplyAsync(() -> publish(Integer.MAX_VALUE, perSecond));
  }

  /** Ends what is being published, so that it returns. */
  public void stop() {
    stopped = true;
  }

  /** How many so far. */
  public int published() {
    return next;
  }

  /** Publishes so many as fast as possible. */
  public void fill(int count) {
    publish(count, Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    stop();
    producer.close(CLOSE_LIMIT);
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record,
            (metadata, error) -> {
              if (error != null) {
                refused.incrementAndGet();
              }
            });
  }

  private ProducerRecord<byte[], byte[]> record(int number) {
    DeploymentEvent event = event(number);
    return new ProducerRecord<>(
        topic,
        null,
        event.key().getBytes(UTF_8),
        EventJson.toBytes(event),
        EventHeaders.toKafka(event));
  }

  /** An event of some 500 bytes. */
  public static DeploymentEvent event(int number) {
    String service = "service-" + number % SERVICES;
    return DeploymentEvent.builder("bench-%012d".formatted(number), "2016." + number, DEPLOYED_AT)
        .service(service)
        .environment("production")
        .previousRelease("2016." + (number - 1))
        .commit("5d41402abc4b2a76b9719d911017c5925d41402a")
        .branch("main")
        .repository("https://github.com/example/" + service)
        .actor("ada")
        .url("https://ci.example.com/builds/" + number)
        .build();
  }
}
