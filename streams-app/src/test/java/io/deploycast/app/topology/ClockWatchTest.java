package io.deploycast.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos;
  private final ClockWatch watch = new ClockWatch(() -> now, () -> nanos);

  private void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  @Test
  void seesNothingInTimeThatPasses() {
    pass(Duration.ofDays(3));

    assertThat(watch.setBack()).isZero();
  }

  @Test
  void seesAStepBackAsLongAsTheClockIsBehind() {
    now = now.minus(Duration.ofHours(1));
    pass(Duration.ofMinutes(1));

    assertThat(watch.setBack()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void seesAStepBackAfterOneForward() {
    now = now.plus(Duration.ofHours(2));
    assertThat(watch.setBack()).isZero();
    now = now.minus(Duration.ofHours(1));

    assertThat(watch.setBack()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void toleratesWhatIsShorterThanASession() {
    now = now.minus(Duration.ofSeconds(5));

    assertThat(watch.setBack()).isZero();
  }

  @Test
  void returnsFromItsWaitWithTheStep() throws InterruptedException {
    int[] looks = {0};

    Duration back =
        watch.awaitEndOf(
            bound -> {
              pass(bound);
              if (++looks[0] == 3) {
                now = now.minus(Duration.ofMinutes(1));
              }
              return false;
            },
            Duration.ofSeconds(1));

    assertThat(back).isEqualTo(Duration.ofMinutes(1));
    assertThat(looks[0]).isEqualTo(3);
  }

  /** An error that comes with a step must not be told as the step. */
  @Test
  void tellsTheEndThoughAStepCameWithIt() throws InterruptedException {
    Duration back =
        watch.awaitEndOf(
            bound -> {
              now = now.minus(Duration.ofHours(1));
              return true;
            },
            Duration.ofSeconds(1));

    assertThat(back).isZero();
  }
}
