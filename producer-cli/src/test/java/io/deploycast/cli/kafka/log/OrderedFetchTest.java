package io.deploycast.cli.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records fetched and handed over, by a source that is slow and a reader that is. */
@Timeout(30)
final class OrderedFetchTest {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  /** More than are handed over while nobody takes any. */
  private static final int MANY = 5_000;

  /** Of records of one time that of the first partition goes first. */
  private static final TopicPartition COMMITTED = new TopicPartition("deployments", 0);

  private static final TopicPartition PLAIN = new TopicPartition("deployments", 1);

  private final AtomicInteger used = new AtomicInteger();

  /** Answers polls with these numbers of records, once each; then nothing more comes. */
  private static final class Answers implements RecordSource {
    private final Queue<Map<TopicPartition, Integer>> polls;

    /** Where each stands after all of its records, and after the end of its transaction. */
    private final Map<TopicPartition, Long> ends;

    Answers(Map<TopicPartition, Long> ends, List<Map<TopicPartition, Integer>> polls) {
      this.ends = ends;
      this.polls = new ArrayDeque<>(polls);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      Map<TopicPartition, Integer> next = polls.poll();
      if (next == null) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        return ConsumerRecords.empty();
      }
      return new ConsumerRecords<>(
          next.entrySet().stream()
              .collect(
                  Collectors.toMap(Map.Entry::getKey, it -> records(it.getKey(), it.getValue()))),
          Map.of());
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition from, int count) {
      return IntStream.range(0, count)
          .mapToObj(
              it ->
                  new ConsumerRecord<>(
                      from.topic(), from.partition(), it, new byte[0], new byte[1]))
          .toList();
    }

    @Override
    public long position(TopicPartition partition) {
      return polls.isEmpty() ? ends.getOrDefault(partition, 0L) : 0;
    }

    @Override
    public void pause(TopicPartition partition) {}

    @Override
    public void resume(TopicPartition partition) {}

    @Override
    public void close() {}
  }

  private void run(Map<TopicPartition, Long> ends, RecordSource source, Duration rest) {
    HandOver others =
        new HandOver(
            record -> {
              if (used.getAndIncrement() == 0) {
                LockSupport.parkNanos(rest.toNanos());
              }
              return true;
            });
    try (others) {
      new OrderedFetch(
              source,
              new Lanes(ends, Long.MAX_VALUE),
              others,
              PATIENCE,
              () -> new IllegalStateException("silent"))
          .run();
    }
  }

  @Test
  void isNotImpatientWithABrokerWhileItsReaderRests() {
    Map<TopicPartition, Long> ends = Map.of(PLAIN, (long) MANY, COMMITTED, 2L);
    // The committed record is followed by the end of its transaction, with which no record comes.
    RecordSource source =
        new Answers(ends, List.of(Map.of(PLAIN, MANY, COMMITTED, 1), Collections.emptyMap()));

    run(ends, source, PATIENCE.multipliedBy(4));

    assertThat(used).hasValue(MANY + 1);
  }

  @Test
  void endsWhenNothingComesForTooLong() {
    Map<TopicPartition, Long> ends = Map.of(PLAIN, 10L);
    RecordSource source = new Answers(Map.of(), List.of(Map.of(PLAIN, 5)));

    assertThatThrownBy(() -> run(ends, source, Duration.ZERO)).hasMessage("silent");

    assertThat(used).hasValue(5);
  }
}
