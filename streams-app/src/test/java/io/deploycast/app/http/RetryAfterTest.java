package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 3",
        "0 | 0",
        "86400 | 86400",
        "99999999999999999999 | 31536000",
        "Sun, 06 Nov 1994 08:49:37 GMT | 37",
        "Sunday, 06-Nov-94 08:49:37 GMT | 37",
        "Sun Nov  6 08:49:37 1994 | 37",
        "Sun, 06 Nov 1994 08:00:00 GMT | 0"
      })
  void readsSecondsAndDates(String value, long seconds) {
    assertThat(RetryAfter.parse(value, null, NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "abc", "1e99", "3.5", "3 s", "tomorrow", "NaN"})
  void ignoresRubbish(String value) {
    assertThat(RetryAfter.parse(value, null, NOW)).isNull();
  }

  @Test
  void isAbsentWhenTheHeaderIs() {
    assertThat(RetryAfter.parse(null, null, NOW)).isNull();
  }

  @Test
  void countsFromTheAnswersOwnDateWhenOurClockIsOff() {
    assertThat(
            RetryAfter.parse(
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:07 GMT",
                NOW.plusSeconds(7_200)))
        .isEqualTo(Duration.ofSeconds(30));
  }
}
