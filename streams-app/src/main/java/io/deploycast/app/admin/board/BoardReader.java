package io.deploycast.app.admin.board;

import io.deploycast.schema.EventJson;
import io.deploycast.schema.topic.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the installation's topics for a {@link Board}: the latest deployments, the receipts since
 * the oldest of them, all dead letters, all first starts. Without a group, so it moves nobody's
 * offsets. One thread; started and closed once each.
 */
public final class BoardReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BoardReader.class);

  private static final Duration POLL = Duration.ofSeconds(1);

  /** Pause before all is read anew after an error: topics may not exist yet. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Most bytes in one answer, so that a long history passes through little memory. */
  private static final int FETCH_BYTES = 4 * 1024 * 1024;

  /** Records of one poll. */
  private static final int FULL = 500;

  /**
   * Pause after a full poll: some thousand records a second are more than anybody follows, and the
   * deliveries want the processor more.
   */
  private static final Duration REST = Duration.ofMillis(250);

  /** Receipts behind which those of deployments that are no longer shown are left out. */
  private static final long RECEIPTS_BEHIND = 10L * DeploymentWindow.CAPACITY;

  /** How often partitions are counted again: there may be more of them now. */
  private static final Duration RECOUNT = Duration.ofMinutes(1);

  private final TopicNames topics;
  private final Map<String, Object> kafka;
  private final Board board;
  private final ReadingPace pace;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::follow, "deploycast-board");
  private volatile @Nullable KafkaConsumer<byte[], byte[]> reading;

  /**
   * @param kafka the operator's client properties
   * @param delivering whether deliveries are being made here, which want the processor more
   */
  public BoardReader(
      TopicNames topics, Map<String, Object> kafka, Board board, BooleanSupplier delivering) {
    this.topics = topics;
    this.kafka = new HashMap<>(kafka);
    this.kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    this.kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.kafka.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    this.kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, FULL);
    this.kafka.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
    this.kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, "deploycast-board");
    this.kafka.put("enable.metrics.push", false);
    this.board = board;
    this.pace = new ReadingPace(delivering, System::nanoTime);
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
      // An interrupt would fail the consumer's own close, too.
      consumer.wakeup();
    }
  }

  private void follow() {
    while (closing.getCount() > 0) {
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        reading = consumer;
        board.clear();
        read(consumer);
      } catch (WakeupException e) {
        return;
      } catch (KafkaException e) {
        board.report("the topics cannot be read: " + e.getMessage());
        LOG.atDebug().addKeyValue("error", e.toString()).log("the board's topics cannot be read");
      }
      if (isClosingWithin(PAUSE)) {
        return;
      }
    }
  }

  private boolean isClosingWithin(Duration pause) {
    try {
      return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Reads until the service stops or the number of partitions has changed. */
  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> first =
        partitions(consumer, topics.deployments(), topics.deadLetters(), topics.control());
    List<TopicPartition> receipts = partitions(consumer, topics.receipts());
    if (first.isEmpty() || receipts.isEmpty()) {
      board.report("the topics do not exist yet");
      return;
    }
    consumer.assign(first);
    consumer.seekToBeginning(first);
    seekToLatest(consumer, logOf(first));
    readToEnd(consumer, first);

    List<TopicPartition> all = new ArrayList<>(first);
    all.addAll(receipts);
    consumer.assign(all);
    seekToOldest(consumer, receipts);
    readToEnd(consumer, all);
    board.report(null);
    long recount = System.nanoTime() + RECOUNT.toNanos();
    while (closing.getCount() > 0) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      records.forEach(this::take);
      if (records.count() == FULL) {
        isClosingWithin(REST);
        skipAhead(consumer, first, receipts);
      }
      if (System.nanoTime() - recount > 0) {
        recount = System.nanoTime() + RECOUNT.toNanos();
        if (partitions(consumer, topics.deployments(), topics.deadLetters(), topics.receipts())
                .size()
            != all.size() - 1) {
          return;
        }
      }
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String... names) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String name : names) {
      List<PartitionInfo> infos = consumer.partitionsFor(name);
      if (infos == null || infos.isEmpty()) {
        return List.of();
      }
      infos.forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
    }
    return partitions;
  }

  /** Leaves out what would have left the board before anybody saw it. */
  private void skipAhead(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> first,
      List<TopicPartition> receipts) {
    List<TopicPartition> log = logOf(first);
    seekToLatest(consumer, behind(consumer, log, DeploymentWindow.CAPACITY));
    for (TopicPartition partition : behind(consumer, receipts, RECEIPTS_BEHIND)) {
      long position = consumer.position(partition);
      seekToOldest(consumer, List.of(partition));
      if (consumer.position(partition) < position) {
        consumer.seek(partition, position);
      }
    }
  }

  private static List<TopicPartition> behind(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long records) {
    return partitions.stream().filter(it -> consumer.currentLag(it).orElse(0L) > records).toList();
  }

  private List<TopicPartition> logOf(List<TopicPartition> all) {
    return all.stream().filter(it -> it.topic().equals(topics.deployments())).toList();
  }

  /** Of the log, no more than the board keeps; which partition holds the latest is not known. */
  private void seekToLatest(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> log) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(log);
    consumer
        .endOffsets(log)
        .forEach(
            (partition, end) ->
                consumer.seek(
                    partition,
                    Math.max(begins.getOrDefault(partition, 0L), end - DeploymentWindow.CAPACITY)));
  }

  /** A receipt is never older than its event's record. */
  private void seekToOldest(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> receipts) {
    consumer.seekToEnd(receipts);
    board
        .deployments()
        .oldestMillis()
        .ifPresent(
            millis -> {
              Map<TopicPartition, Long> times = new HashMap<>();
              receipts.forEach(partition -> times.put(partition, millis));
              Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
              found.forEach(
                  (partition, offset) -> {
                    if (offset != null) {
                      consumer.seek(partition, offset.offset());
                    }
                  });
            });
  }

  private void readToEnd(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (closing.getCount() > 0
        && ends.entrySet().stream()
            .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
      pace.begin();
      consumer.poll(POLL).forEach(this::take);
      isClosingWithin(pace.rest());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.deployments())) {
      board.takeDeployment(record);
    } else if (record.topic().equals(topics.receipts())) {
      board.takeReceipt(record);
    } else if (record.topic().equals(topics.deadLetters())) {
      board.takeDeadLetter(record);
    } else {
      takeControl(record);
    }
  }

  private void takeControl(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    try {
      String started = EventJson.mapper().readTree(record.value()).path("firstStartedAt").asText();
      if (!started.isEmpty()) {
        board.takeFirstStart(
            new String(record.key(), StandardCharsets.UTF_8), Instant.parse(started));
      }
    } catch (IOException | DateTimeException e) {
      LOG.atDebug().addKeyValue("offset", record.offset()).log("a control record is unreadable");
    }
  }
}
