package io.deploycast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void holdsWhatMustNotBeExceededUpToItsBar() {
    assertThat(new Figure("p99", 50, "ms", Bar.atMost(50)).holds()).isTrue();
    assertThat(new Figure("p99", 50.01, "ms", Bar.atMost(50)).holds()).isFalse();
  }

  @Test
  void holdsWhatMustBeReachedFromItsBarOn() {
    assertThat(new Figure("ratio", 0.7, "ratio", Bar.atLeast(0.7)).holds()).isTrue();
    assertThat(new Figure("ratio", 0.69, "ratio", Bar.atLeast(0.7)).holds()).isFalse();
  }

  @Test
  void doesNotHoldWhatWasNotMeasured() {
    assertThat(new Figure("p99", Double.NaN, "ms", Bar.atMost(50)).holds()).isFalse();
    assertThat(new Figure("p99", Double.NaN, "ms", Bar.atLeast(0)).holds()).isFalse();
  }

  @Test
  void saysAllOfItInALineOfJson() {
    assertThat(new Figure("p99", 51.5, "ms", Bar.atMost(50)).json())
        .isEqualTo(
            "{\"figure\":\"p99\",\"value\":51.5,\"unit\":\"ms\",\"bar\":50.0,\"holds\":false}");
    assertThat(Figure.plain("p50", 7, "ms").json()).contains("\"bar\":null,\"holds\":true");
  }

  @Test
  void showsItsBarAndWhetherItHolds() {
    assertThat(new Figure("ratio", 0.712, "ratio", Bar.atLeast(0.7)).markdown())
        .isEqualTo("| ratio | 0.71 ratio | ≥ 0.70 | holds |");
    assertThat(new Figure("rate", 18_432.7, "events/s", Bar.atLeast(20_000)).markdown())
        .isEqualTo("| rate | 18,433 events/s | ≥ 20,000 | MISSED |");
  }
}
