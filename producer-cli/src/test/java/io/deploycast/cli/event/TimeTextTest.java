package io.deploycast.cli.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2012-07-08 11:14:15, 2012-07-08T09:14:15Z",
    "2012-07-08T11:14:15, 2012-07-08T09:14:15Z",
    "2012-07-08 11:14:15.123456, 2012-07-08T09:14:15.123456Z",
    "2012-01-08 11:14, 2012-01-08T10:14:00Z",
    // Skipped when clocks went forward: moved on by the gap.
    "2012-03-25 02:30:00, 2012-03-25T01:30:00Z",
    // Twice when clocks went back: the earlier.
    "2012-10-28 02:30:00, 2012-10-28T00:30:00Z",
  })
  void takesATimeWithoutZoneAsLocal(String text, String instant) {
    assertThat(TimeText.parse(text, BERLIN)).isEqualTo(new TimeText(Instant.parse(instant), true));
  }

  @ParameterizedTest
  @CsvSource({
    "2012-07-08T11:14:15Z, 2012-07-08T11:14:15Z",
    "2012-07-08t11:14:15z, 2012-07-08T11:14:15Z",
    "2012-07-08 11:14:15Z, 2012-07-08T11:14:15Z",
    "2012-07-08 11:14:15 Z, 2012-07-08T11:14:15Z",
    "2012-07-08T11:14:15+02:00, 2012-07-08T09:14:15Z",
    "2012-07-08 11:14:15 +0200, 2012-07-08T09:14:15Z",
    "2012-07-08T11:14:15.5-07:00, 2012-07-08T18:14:15.5Z",
    "1341746055, 2012-07-08T11:14:15Z",
  })
  void takesZonesOffsetsAndSecondsAsTheyAre(String text, String instant) {
    assertThat(TimeText.parse(text, BERLIN)).isEqualTo(new TimeText(Instant.parse(instant), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday", "2012-07-08", "11:14:15", "2012-13-08 11:14:15", "2012-02-30 11:14:15",
        "2012-07-08 25:14:15", "1341746055000", "1e9", "", "2012-07-08 11:14:60"
      })
  void refusesEverythingElseAndSaysWhatItTakes(String text) {
    assertThatThrownBy(() -> TimeText.parse(text, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be a time such as '2012-07-08 11:14:15'")
        .hasMessageEndingWith("was '" + text + "'");
  }
}
