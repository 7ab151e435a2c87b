package io.deploycast.app.topology;

import io.deploycast.schema.topic.BrokerAnswers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the ends of the partitions that the targets read, again and again: what is still to be
 * read, and whether the brokers answer at all. One for the process; thread-safe.
 */
public final class EndOffsets implements AutoCloseable {
  /** Often enough for a lag on a dashboard, and one small request. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** How long one answer may take. */
  private static final Duration BOUND = Duration.ofSeconds(5);

  /** Without an answer for so long, the brokers are away; a restart of one is not that yet. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Map<String, Object> kafka;
  private final Supplier<Collection<TopicPartition>> wanted;
  private final InstantSource clock;
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final ScheduledExecutorService asker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "deploycast-ends");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable Admin admin;
  private volatile long answeredAt;
  private volatile String error = "no answer yet";

  /**
   * @param wanted the partitions to ask for
   */
  public EndOffsets(
      Map<String, Object> kafka, Supplier<Collection<TopicPartition>> wanted, InstantSource clock) {
    this.kafka = new HashMap<>(kafka);
    this.kafka.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BOUND.toMillis());
    this.kafka.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) BOUND.toMillis());
    this.wanted = wanted;
    this.clock = clock;
    this.answeredAt = clock.millis();
  }

  public void start() {
    var unused =
        asker.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The partition's end offset as it was last seen; empty when it never was. */
  public Optional<Long> of(TopicPartition partition) {
    return Optional.ofNullable(ends.get(partition));
  }

  /** Why the brokers cannot be worked with, when they have not answered for a while. */
  public Optional<String> problem() {
    long silent = clock.millis() - answeredAt;
    return silent < PATIENCE.toMillis()
        ? Optional.empty()
        : Optional.of("has not answered for %d s: %s".formatted(silent / 1_000, error));
  }

  @Override
  public void close() {
    asker.shutdownNow();
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  private void ask() {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    wanted.get().forEach(partition -> specs.put(partition, OffsetSpec.latest()));
    try {
      Admin asked = admin;
      if (asked == null) {
        asked = Admin.create(kafka);
        admin = asked;
      }
      if (specs.isEmpty()) {
        BrokerAnswers.get(asked.describeCluster().clusterId());
      }
      BrokerAnswers.get(asked.listOffsets(specs).all())
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      ends.keySet().retainAll(specs.keySet());
      answeredAt = clock.millis();
    } catch (KafkaException e) {
      error = e.toString();
    }
  }
}
