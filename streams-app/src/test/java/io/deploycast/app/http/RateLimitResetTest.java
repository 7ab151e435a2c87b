package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimitResetTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30                                | PT30S
          30.5                              | PT30S
          0                                 | PT0S
          1700000060                        | PT1M
          1699999999                        | PT0S
          1700000060000                     | PT1M
          1700000060000000                  | PT1M
          limit=100, remaining=80, reset=54 | PT54S
          "default";r=50;t=30               | PT30S
          """)
  void readsTheFormsThatProductsUse(String value, Duration wait) {
    assertThat(RateLimitReset.parse(value, NOW)).isEqualTo(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "-1", "1e9", "limit=100", "reset=", "preset=5", "9999999999999999999"})
  void ignoresRubbish(String value) {
    assertThat(RateLimitReset.parse(value, NOW)).isNull();
  }

  @Test
  void ignoresAHeaderThatIsNotThere() {
    assertThat(RateLimitReset.parse(null, NOW)).isNull();
  }
}
