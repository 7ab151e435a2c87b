package io.deploycast.cli.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions merged by time. */
final class LanesTest {
  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, 3).mapToObj(it -> new TopicPartition("log", it)).toList();

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final RecordSource source = new ConsumerSource(consumer);
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  LanesTest() {
    consumer.assign(PARTITIONS);
    PARTITIONS.forEach(it -> ends.put(it, 0L));
    consumer.updateBeginningOffsets(ends);
  }

  /** Written now, and to be read. */
  private void write(int partition, long time) {
    long offset = ends.merge(PARTITIONS.get(partition), 1L, Long::sum) - 1;
    consumer.addRecord(
        new ConsumerRecord<>(
            "log",
            partition,
            offset,
            time,
            TimestampType.LOG_APPEND_TIME,
            0,
            1,
            new byte[0],
            new byte[1],
            new RecordHeaders(),
            Optional.empty()));
  }

  private List<Long> times(Lanes lanes) {
    List<Long> times = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> next; (next = lanes.next(source)) != null; ) {
      times.add(next.timestamp());
    }
    return times;
  }

  @Test
  void givesAllThatOnePollBroughtWhenNothingMoreWillCome() {
    write(0, 1);
    write(1, 2);
    write(1, 4);
    write(0, 3);
    Lanes lanes = new Lanes(ends, 1_000_000);

    lanes.add(source.poll(Duration.ZERO));

    // The first partition ends before the second, the third has nothing.
    assertThat(times(lanes)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(lanes.isDone()).isTrue();
  }

  @Test
  void waitsForPartitionsThatMayStillShowAnOlderOne() {
    write(0, 5);
    write(1, 7);
    Map<TopicPartition, Long> promised = new HashMap<>(ends);
    promised.put(PARTITIONS.get(2), 1L);
    Lanes lanes = new Lanes(promised, 1_000_000);

    lanes.add(source.poll(Duration.ZERO));
    assertThat(times(lanes)).isEmpty();
    assertThat(lanes.isDone()).isFalse();

    write(2, 6);
    lanes.add(source.poll(Duration.ZERO));
    assertThat(times(lanes)).containsExactly(5L, 6L, 7L);
    assertThat(lanes.isDone()).isTrue();
  }

  @Test
  void stopsAPartitionThatIsFarAheadUntilTheOthersFollow() {
    for (int i = 0; i < 10; i++) {
      write(0, 2 * i);
    }
    Map<TopicPartition, Long> promised = new HashMap<>(ends);
    promised.put(PARTITIONS.get(1), 1L);
    Lanes lanes = new Lanes(promised, 3 * 1_000);

    lanes.add(source.poll(Duration.ZERO));
    assertThat(times(lanes)).isEmpty();
    assertThat(consumer.paused()).containsExactly(PARTITIONS.get(0));

    write(1, 1);
    lanes.add(source.poll(Duration.ZERO));
    assertThat(times(lanes)).hasSize(11);
    lanes.settle(source);
    assertThat(consumer.paused()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givesEveryRecordOnceInTheOrderOfTimeHoweverPollsFall(long seed) {
    Random random = new Random(seed);
    List<Long> taken = new ArrayList<>();
    Map<TopicPartition, Long> promised = new HashMap<>();
    int[] partitions = random.ints(600, 0, 3).toArray();
    for (int partition : partitions) {
      promised.merge(PARTITIONS.get(partition), 1L, Long::sum);
    }
    Lanes lanes = new Lanes(promised, 3 * 2_000);
    for (int i = 0; i < partitions.length || !lanes.isDone(); ) {
      for (int more = random.nextInt(40); more > 0 && i < partitions.length; more--, i++) {
        write(partitions[i], i);
      }
      lanes.add(source.poll(Duration.ZERO));
      taken.addAll(times(lanes));
      lanes.settle(source);
    }

    assertThat(taken).as("seed %d", seed).isSorted().doesNotHaveDuplicates().hasSize(600);
  }
}
