package io.deploycast.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TargetActivityTest {
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final TargetActivity activity = new TargetActivity(() -> now);

  private void attempt(int times) {
    for (int i = 0; i < times; i++) {
      activity.attempted(new Outcome.Retriable("answered 503", 503), Duration.ofMillis(3));
    }
  }

  @Test
  void countsTheAttemptsOfThisSlotAndTheOneBefore() {
    assertThat(activity.lately()).isZero();

    attempt(3);
    assertThat(activity.lately()).isEqualTo(3);
    now = now.plus(TargetActivity.SLOT);
    attempt(4);
    assertThat(activity.lately()).isEqualTo(7);
    now = now.plus(TargetActivity.SLOT);
    assertThat(activity.lately()).isEqualTo(4);
  }

  @Test
  void forgetsThemAlsoWhereTheirPlaceIsNotUsedAnew() {
    attempt(3);
    now = now.plus(TargetActivity.SLOT.multipliedBy(60));

    assertThat(activity.lately()).isZero();
  }
}
