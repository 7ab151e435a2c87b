package io.deploycast.cli.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
final class HandOverTest {
  private static ConsumerRecord<byte[], byte[]> record(long offset, int bytes) {
    return new ConsumerRecord<>(
        "deployments",
        0,
        offset,
        1,
        TimestampType.CREATE_TIME,
        0,
        bytes,
        new byte[0],
        new byte[bytes],
        new RecordHeaders(),
        Optional.empty());
  }

  @Test
  void usesEveryRecordInOrderOnAnotherThread() {
    List<Long> used = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    HandOver handOver =
        new HandOver(
            record -> {
              threads.add(Thread.currentThread());
              return used.add(record.offset());
            });
    try (handOver) {
      for (long i = 0; i < 10_000; i++) {
        assertThat(handOver.record(record(i, 1))).isTrue();
        if (i % 777 == 0) {
          handOver.pass();
        }
      }
    }

    assertThat(used).containsExactlyElementsOf(LongStream.range(0, 10_000).boxed().toList());
    assertThat(threads).doesNotContain(Thread.currentThread());
    assertThat(handOver.isEnough()).isFalse();
  }

  @Test
  void takesNoMoreAfterTheUseHadEnough() {
    List<Long> used = new ArrayList<>();
    HandOver handOver = new HandOver(record -> used.add(record.offset()) && used.size() < 3);
    try (handOver) {
      for (long i = 0; handOver.record(record(i, 1)); i++) {
        handOver.pass();
      }
    }

    assertThat(used).containsExactly(0L, 1L, 2L);
    assertThat(handOver.isEnough()).isTrue();
  }

  static List<Throwable> failures() {
    return List.of(new IllegalStateException("no"), new StackOverflowError("no"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void throwsWhatTheUseThrewAndUsesNoMore(Throwable failure) {
    AtomicInteger used = new AtomicInteger();
    HandOver handOver =
        new HandOver(
            record -> {
              used.incrementAndGet();
              if (failure instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) failure;
            });
    for (long i = 0; i < 5_000; i++) {
      handOver.record(record(i, 1));
    }

    assertThatThrownBy(handOver::close).isSameAs(failure);
    assertThat(used).hasValue(1);
  }

  @Test
  void waitsWhenTheUseIsSlowerSoThatMemoryIsBounded() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger handed = new AtomicInteger();
    List<Long> used = new ArrayList<>();
    HandOver handOver =
        new HandOver(
            record -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return used.add(record.offset());
            });
    Thread first =
        new Thread(
            () -> {
              for (long i = 0; i < 100; i++) {
                handOver.record(record(i, 1 << 20));
                handed.incrementAndGet();
              }
              handOver.close();
            });
    first.start();
    while (first.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    // One in use, four that wait, and one that is being handed over.
    assertThat(handed).hasValueLessThanOrEqualTo(5);
    go.countDown();
    first.join();
    assertThat(used).hasSize(100);
  }
}
