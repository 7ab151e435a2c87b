package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.schema.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("counts what a second allows")
class PaceTest {
  @ParameterizedTest
  @CsvSource({"50/s, 100", "25/s, 200", "7/s, 143", "11/s, 1000", "600/m, 100", "1/h, 3600000"})
  void spreadsTheCallsOfAPeriodEvenlyWhereTheNumberAllows(String rate, long cycleMillis) {
    Duration cycle = Pace.of(Rate.parse(rate)).cycle();

    assertThat(cycle.plusNanos(500_000).toMillis()).isEqualTo(cycleMillis);
  }

  @Test
  void letsNoMoreStartThanTheRateAllows() {
    Pace pace = Pace.of(Rate.parse("50/s"));
    long began = System.nanoTime();
    int started = 0;
    while (System.nanoTime() - began < Duration.ofMillis(950).toNanos()) {
      started += pace.mayStart() ? 1 : 0;
    }

    assertThat(started).isBetween(40, 55);
  }

  @Test
  void looksAgainAtTheNextCycleAndNotALaterOne() {
    Pace pace = Pace.of(Rate.parse("50/s"));
    while (pace.mayStart()) {
      // Until this cycle's calls are used up.
    }

    assertThat(pace.untilNext()).isPositive().isLessThanOrEqualTo(pace.cycle());
    assertThat(Pace.of(null).untilNext()).isZero();
  }

  @Test
  void letsEverythingStartWithoutARate() {
    Pace pace = Pace.of(null);
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.mayStart()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0/s", "50", "50/d", "-1/s", "1.5/s", "50 /s", "99999999/s"})
  void refusesRatesItCannotRead(String text) {
    assertThatThrownBy(() -> Rate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("was '" + text + "'");
  }

  @Test
  void comparesRatesOverTheirPeriods() {
    assertThat(Rate.parse("100/m").isSlowerThan(Rate.parse("2/s"))).isTrue();
    assertThat(Rate.parse("120/m").isSlowerThan(Rate.parse("2/s"))).isFalse();
    assertThat(Rate.parse("5000/h")).hasToString("5000/h");
  }
}
