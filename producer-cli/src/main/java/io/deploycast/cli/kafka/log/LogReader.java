package io.deploycast.cli.kafka.log;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.kafka.KafkaFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from a moment on, the oldest record of all partitions first, in memory that does
 * not grow with what is read. Begins where the brokers' time index says, belongs to no group,
 * commits nothing, and sees no record of an aborted transaction. For one thread; up to the end of
 * the log a second one calls the use, while this one fetches.
 */
public final class LogReader implements AutoCloseable {
  /** How long one wait for records is; also how soon a follower shows what came. */
  static final Duration POLL = Duration.ofMillis(200);

  /**
   * What partitions hold back together while they wait for one another: of a dozen, a fetch of each
   * fits. What is held longer than that is copied by the garbage collector, again and again.
   */
  private static final long HELD_BYTES = 3L << 20;

  /** Of one partition in one answer; far from the brokers more is worth its memory. */
  private static final int PARTITION_FETCH_BYTES = 256 << 10;

  /** Of all together: a hundredth of a second of a quick broker; more would only fill memory. */
  private static final int FETCH_BYTES = 4 << 20;

  /** As many offsets take longer by the consumer than a connection for oneself. */
  private static final long WORTH_A_CONNECTION = 50_000;

  private final ConsumerConfig config;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String servers;
  private final Duration timeout;

  /** What becomes of the records. */
  public interface Use {
    /** One more record; false to read no further. */
    boolean record(ConsumerRecord<byte[], byte[]> record);

    /** No more records are at hand for the moment; false to read no further. */
    default boolean pause() {
      return true;
    }
  }

  /**
   * What to read.
   *
   * @param since records of that time or later; null for all there are
   * @param latest at most so many offsets before each partition's end; null for all
   * @param follow go on with what is written from now on, until the use has enough
   */
  public record Range(@Nullable Instant since, @Nullable Long latest, boolean follow) {}

  private LogReader(
      ConsumerConfig config,
      KafkaConsumer<byte[], byte[]> consumer,
      String servers,
      Duration timeout) {
    this.config = config;
    this.consumer = consumer;
    this.servers = servers;
    this.timeout = timeout;
  }

  /**
   * A reader.
   *
   * @param timeout how long brokers may be silent
   * @throws FailedException when the properties cannot be used
   */
  public static LogReader open(Map<String, Object> properties, Duration timeout) {
    String servers = String.valueOf(properties.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
    Map<String, Object> all = new HashMap<>(properties);
    int millis = (int) timeout.toMillis();
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    all.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    all.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    all.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    all.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "deploycast-cli");
    all.putIfAbsent(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    try {
      return new LogReader(new ConsumerConfig(all), new KafkaConsumer<>(all), servers, timeout);
    } catch (KafkaException e) {
      throw KafkaFailures.opening(e, servers);
    }
  }

  /**
   * The partitions of a topic.
   *
   * @throws FailedException when it does not exist, or nobody answers
   */
  public List<TopicPartition> partitions(String topic) {
    List<PartitionInfo> found;
    try {
      found = consumer.partitionsFor(topic, timeout);
    } catch (KafkaException e) {
      throw KafkaFailures.beforeMetadata(e, topic, servers);
    }
    if (found == null || found.isEmpty()) {
      throw KafkaFailures.noSuchTopic(topic, servers);
    }
    return found.stream().map(it -> new TopicPartition(topic, it.partition())).toList();
  }

  /**
   * Reads these partitions.
   *
   * @return whether {@code latest} kept anything of the range from being read
   */
  public boolean read(List<TopicPartition> partitions, Range range, Use use) {
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
    Map<TopicPartition, Long> begins = begins(partitions, ends, range.since());
    boolean cut = false;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      TopicPartition partition = end.getKey();
      long begin = begins.getOrDefault(partition, 0L);
      Long latest = range.latest();
      long first = latest == null ? begin : Math.max(begin, end.getValue() - latest);
      cut |= first > begin;
      consumer.seek(partition, first);
    }
    if (untilTheEnd(ends, use) && range.follow()) {
      // What was written meanwhile may have been fetched already, and was left for now.
      ends.forEach(consumer::seek);
      consumer.resume(partitions);
      follow(use);
    }
    return cut;
  }

  private Map<TopicPartition, Long> begins(
      List<TopicPartition> partitions, Map<TopicPartition, Long> ends, @Nullable Instant since) {
    Map<TopicPartition, Long> begins =
        new HashMap<>(consumer.beginningOffsets(partitions, timeout));
    if (since != null) {
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(it -> times.put(it, Math.max(0, since.toEpochMilli())));
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, timeout);
      ends.forEach(
          (partition, end) -> {
            OffsetAndTimestamp first = found.get(partition);
            begins.merge(partition, first == null ? end : first.offset(), Math::max);
          });
    }
    return begins;
  }

  /** Up to the ends, in the order of time; false when the use has enough. */
  private boolean untilTheEnd(Map<TopicPartition, Long> ends, Use use) {
    HandOver others = new HandOver(use);
    try (others;
        RecordSource source = source(ends)) {
      new OrderedFetch(source, new Lanes(ends, HELD_BYTES), others, timeout, this::silent).run();
    }
    return !others.isEnough();
  }

  /** From where the consumer stands to these ends. */
  private RecordSource source(Map<TopicPartition, Long> ends) {
    List<Cursor> cursors = new ArrayList<>();
    long offsets = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      long position = consumer.position(end.getKey(), timeout);
      cursors.add(new Cursor(end.getKey(), position, end.getValue()));
      offsets += end.getValue() - position;
    }
    // Interceptors may change what is read; the consumer calls them.
    boolean isIntercepted = !config.getList(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG).isEmpty();
    return offsets < WORTH_A_CONNECTION || isIntercepted
        ? new ConsumerSource(consumer)
        : FallbackSource.open(config, cursors, consumer, timeout);
  }

  private FailedException silent() {
    return new FailedException(
        ExitCode.UNREACHABLE,
        "broker %s must go on answering, was silent for %s; check the brokers, or give a longer --timeout"
            .formatted(servers, timeout.toSeconds() + "s"));
  }

  /** What comes from now on, as it comes. */
  private void follow(Use use) {
    while (use.pause()) {
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      consumer.poll(POLL).forEach(records::add);
      records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (!use.record(record)) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
