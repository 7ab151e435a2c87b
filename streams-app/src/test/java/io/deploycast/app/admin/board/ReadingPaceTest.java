package io.deploycast.app.admin.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadingPaceTest {
  private boolean delivering = true;
  private long now = 42;
  private final ReadingPace pace = new ReadingPace(() -> delivering, () -> now);

  private Duration restAfter(Duration slice) {
    pace.begin();
    now += slice.toNanos();
    Duration rest = pace.rest();
    now += rest.toNanos();
    return rest;
  }

  @Test
  void takesATenthOfTheTimeWhileDeliveriesAreMade() {
    long began = now;
    for (int i = 1; i <= 100; i++) {
      restAfter(Duration.ofMillis(1 + i % 50));
    }

    // Slices of 25.5 ms on average.
    assertThat(Duration.ofNanos(now - began)).isEqualTo(Duration.ofMillis(100 * 255));
  }

  @Test
  void restsNoLongerThanHalfASecond() {
    assertThat(restAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void readsOnAtOnceWhileNoneAre() {
    delivering = false;
    assertThat(restAfter(Duration.ofMillis(20))).isZero();

    delivering = true;
    assertThat(restAfter(Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(180));
  }
}
