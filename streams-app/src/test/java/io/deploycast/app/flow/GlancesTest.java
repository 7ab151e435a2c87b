package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GlancesTest {
  private static final TopicPartition RETRY = new TopicPartition("deployments.audit.retry-1m", 0);
  private static final long STEP = Duration.ofMillis(10).toNanos();

  private final Glances glances = new Glances();
  private long now = 42;

  /** Polls every 10 ms for so long; when the partition was passed over, in ms from now. */
  private List<Long> poll(int millis, int recordEvery) {
    List<Long> passed = new ArrayList<>();
    for (long at = 0; at < millis; at += 10) {
      if (recordEvery > 0 && at % recordEvery == 0) {
        glances.logRead(now);
      }
      if (glances.pass(RETRY, now)) {
        passed.add(at);
      }
      now += STEP;
    }
    return passed;
  }

  @Test
  void readsEverythingWhileTheLogIsIdle() {
    assertThat(poll(10_000, 0)).isEmpty();
    assertThat(poll(10_000, 200)).noneMatch(at -> at % 200 >= 100);
  }

  @Test
  void leavesAPartitionAloneMostOfTheTimeOnceItWasQuietForAWhile() {
    assertThat(poll(2_500, 10)).isEmpty();

    // From then on nine tenths of each second, and never longer at a time.
    List<Long> passed = poll(10_000, 10);
    assertThat(passed).hasSize(900);
    for (int second = 0; second < 10; second++) {
      int from = second * 1_000;
      assertThat(passed.stream().filter(at -> at >= from && at < from + 1_000)).hasSize(90);
    }
  }

  @Test
  void readsAPartitionWithoutABreakForAWhileAfterSomethingStirred() {
    poll(5_000, 10);
    glances.stirred(RETRY);

    assertThat(poll(2_500, 10)).isEmpty();
    assertThat(poll(1_000, 10)).isNotEmpty();
  }

  @Test
  void readsEverythingSoonAfterTheLogFallsSilent() {
    poll(5_000, 10);

    assertThat(poll(5_000, 0)).allMatch(at -> at < 100);
  }
}
