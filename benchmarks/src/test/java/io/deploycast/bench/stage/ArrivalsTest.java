package io.deploycast.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long SECOND = 1_000_000_000;

  private final Arrivals arrivals =
      new Arrivals(
          new long[] {0, 2, 0, 3, 2},
          new long[] {SECOND, 2 * SECOND, 3 * SECOND, 7 * SECOND, 8 * SECOND});

  @Test
  void countsWhatNeverCame() {
    assertThat(arrivals.missing(4)).isEqualTo(1);
    assertThat(arrivals.missing(6)).isEqualTo(3);
  }

  @Test
  void findsWhatCameAgain() {
    assertThat(arrivals.repeats()).containsExactly(3 * SECOND, 8 * SECOND);
  }

  @Test
  void findsTheLongestSilence() {
    assertThat(arrivals.longestSilenceSeconds()).isEqualTo(4);
  }

  @Test
  void takesLatenciesOfFirstArrivalsOfThatTimeOnly() {
    Published published = new Published(2, new long[] {SECOND, 5 * SECOND});

    Quantiles latencies = arrivals.latencies(published);

    assertThat(latencies.count()).isEqualTo(2);
    assertThat(latencies.lowest()).isEqualTo(1_000);
    assertThat(latencies.highest()).isEqualTo(2_000);
  }
}
