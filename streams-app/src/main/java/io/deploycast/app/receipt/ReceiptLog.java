package io.deploycast.app.receipt;

import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.app.flow.EndLog;
import io.deploycast.schema.Receipt;
import io.deploycast.schema.topic.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the receipts of all targets of a process. A delivery counts as finished when the brokers
 * have its receipt; so a receipt that they do not take is written again until they do.
 *
 * <p>Thread-safe. Its own thread waits for the brokers; nobody else does.
 */
public final class ReceiptLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptLog.class);

  /** Pause before a receipt that was not taken is written again. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long receipts are gathered: to wake a thread costs more than to write what it writes. */
  private static final Duration GATHER = Duration.ofMillis(5);

  /** How long the last receipts may take when the service stops. */
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(3);

  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "deploycast-receipts");
            thread.setDaemon(true);
            return thread;
          });

  private final Queue<Unwritten> unwritten = new ConcurrentLinkedQueue<>();

  /** Whether the writer is about to look at what is unwritten. */
  private final AtomicBoolean woken = new AtomicBoolean();

  private volatile @Nullable String problem;

  private record Unwritten(Receipt receipt, Runnable recorded) {}

  /**
   * A log on its own producer.
   *
   * @param kafka the operator's client properties
   */
  public ReceiptLog(String topic, Map<String, Object> kafka) {
    this(topic, new KafkaProducer<>(settings(kafka), bytes(), bytes()));
  }

  ReceiptLog(String topic, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /** Where the ends of that target's deliveries are recorded. */
  public EndLog of(TargetName target) {
    return (end, recorded) -> record(target, end, recorded);
  }

  /** Why receipts cannot be written now; empty when they can. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Writes what is left, within a bound. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE_BOUND);
  }

  private void record(TargetName target, DeliveryEnd end, Runnable recorded) {
    if (end.eventId() == null) {
      // Nobody could ask for it: its dead letter is its only trace.
      recorded.run();
      return;
    }
    Receipt receipt =
        new Receipt(
            end.eventId(),
            target.text(),
            end.outcome(),
            end.reason(),
            end.attempts(),
            end.status(),
            end.at(),
            end.origin());
    unwritten.add(new Unwritten(receipt, recorded));
    if (!woken.compareAndSet(false, true)) {
      return;
    }
    try {
      var unused = writer.schedule(this::writeAll, GATHER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The service has stopped; the delivery stays unfinished and is made again.
      LOG.atDebug().addKeyValue("eventId", end.eventId()).log("receipt came after the stop");
    }
  }

  private void writeAll() {
    // First: what is added from now on either is seen below, or wakes the writer again.
    woken.set(false);
    for (Unwritten next = unwritten.poll(); next != null; next = unwritten.poll()) {
      write(next.receipt, next.recorded);
    }
  }

  private void write(Receipt receipt, Runnable recorded) {
    try {
      int partitions = producer.partitionsFor(topic).size();
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              topic,
              Receipt.partition(receipt.eventId(), partitions),
              receipt.key().getBytes(StandardCharsets.UTF_8),
              receipt.toJson().toString().getBytes(StandardCharsets.UTF_8));
      var unused =
          producer.send(
              record,
              (metadata, error) -> {
                if (error == null) {
                  problem = null;
                  recorded.run();
                } else {
                  later(receipt, recorded, error);
                }
              });
    } catch (KafkaException e) {
      later(receipt, recorded, e);
    }
  }

  private void later(Receipt receipt, Runnable recorded, Exception error) {
    if (problem == null) {
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("error", error.toString())
          .log("receipts cannot be written; deliveries wait for them and are not committed");
    }
    problem = "cannot be written to topic '%s': %s".formatted(topic, error);
    try {
      var unused =
          writer.schedule(() -> write(receipt, recorded), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.atDebug().addKeyValue("eventId", receipt.eventId()).log("receipt came after the stop");
    }
  }

  private static Map<String, Object> settings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>();
    // Receipts come in bursts; some milliseconds put those of many calls into one request.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 15);
    // Only its own thread waits for it, but a stop should not wait long behind that.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000L);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "deploycast-receipts");
    settings.put("enable.metrics.push", false);
    settings.putAll(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    return settings;
  }

  private static ByteArraySerializer bytes() {
    return new ByteArraySerializer();
  }
}
