package io.deploycast.bench.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.deploycast.bench.footprint.Samples.Sample;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private final Samples samples = new Samples();

  @Test
  void findsTheSlopeUnderTheNoise() {
    for (int i = 0; i < 100; i++) {
      samples.add(new Sample(i / 10.0, 300 + 0.5 * i / 10 + (i % 2 == 0 ? 3 : -3), 40, 90));
    }

    assertThat(samples.slopeAMinute(Samples.RSS)).isCloseTo(0.5, within(0.05));
    assertThat(samples.growth(Samples.THREADS)).isZero();
  }

  @Test
  void seesMoreInTheEndButNotAPassingOne() {
    for (int i = 0; i < 100; i++) {
      samples.add(new Sample(i, 300, i < 50 ? 40 : 41, i == 99 ? 95 : 90));
    }

    assertThat(samples.growth(Samples.THREADS)).isEqualTo(1);
    assertThat(samples.growth(Samples.DESCRIPTORS)).isZero();
  }
}
