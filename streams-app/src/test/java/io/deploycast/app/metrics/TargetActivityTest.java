package io.deploycast.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TargetActivityTest {
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final TargetActivity activity = new TargetActivity(() -> now);

  @Test
  void isBusyForASlotAfterTheOneOfItsLastAttempt() {
    assertThat(activity.isBusy()).isFalse();

    activity.attempted(new Outcome.Retriable("answered 503", 503), Duration.ofMillis(3));
    assertThat(activity.isBusy()).isTrue();
    now = now.plus(TargetActivity.SLOT);
    assertThat(activity.isBusy()).isTrue();
    now = now.plus(TargetActivity.SLOT);
    assertThat(activity.isBusy()).isFalse();
  }

  @Test
  void isNotBusyAgainWhenThePlaceOfItsLastAttemptIsUsedAnew() {
    activity.attempted(new Outcome.Delivered(200), Duration.ofMillis(3));
    now = now.plus(TargetActivity.SLOT.multipliedBy(60));

    assertThat(activity.isBusy()).isFalse();
  }
}
