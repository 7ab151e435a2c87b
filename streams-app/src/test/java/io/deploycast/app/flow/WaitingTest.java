package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final int MANY = 1_000;

  private final Waiting waiting = new Waiting();
  private final Deliveries deliveries = new Deliveries();

  private void enter(int count) {
    for (int i = 0; i < count; i++) {
      waiting.enter(deliveries.next());
    }
  }

  private void leave(int count) {
    for (int i = 0; i < count; i++) {
      waiting.leave(deliveries.next());
    }
  }

  @Test
  void staysSaturatedUntilHalfOfItIsGone() {
    enter(MANY - 1);
    assertThat(waiting.isSaturated(0)).isFalse();
    enter(1);
    assertThat(waiting.isSaturated(0)).isTrue();

    leave(MANY / 2 - 1);
    assertThat(waiting.isSaturated(0)).isTrue();
    leave(1);

    assertThat(waiting.isSaturated(0)).isFalse();
  }

  @Test
  void isSaturatedBrieflyAtFirstAndAgainAfterItWasNot() {
    long half = Duration.ofMillis(500).toNanos();
    enter(MANY);
    assertThat(waiting.isSaturatedBriefly(7)).isTrue();
    assertThat(waiting.isSaturatedBriefly(half + 6)).isTrue();
    assertThat(waiting.isSaturatedBriefly(half + 7)).isFalse();
    assertThat(waiting.isSaturated(half + 7)).isTrue();

    leave(MANY);
    assertThat(waiting.isSaturatedBriefly(half + 8)).isFalse();
    enter(MANY);

    assertThat(waiting.isSaturatedBriefly(half + 9)).isTrue();
  }
}
