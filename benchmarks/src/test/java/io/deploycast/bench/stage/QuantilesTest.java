package io.deploycast.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void takesTheNearestRank() {
    Quantiles hundred = new Quantiles(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());

    assertThat(hundred.at(0.5)).isEqualTo(50);
    assertThat(hundred.at(0.99)).isEqualTo(99);
    assertThat(hundred.lowest()).isEqualTo(1);
    assertThat(hundred.highest()).isEqualTo(100);
  }

  @Test
  void putsPartsTogether() {
    assertThat(Quantiles.of(List.of(new Quantiles(3, 1), new Quantiles(2))).at(0.5)).isEqualTo(2);
    assertThat(Quantiles.median(List.of(3.0, 9.0, 1.0))).isEqualTo(3);
  }

  @Test
  void isNoNumberWithoutValues() {
    assertThat(new Quantiles().at(0.5)).isNaN();
  }
}
