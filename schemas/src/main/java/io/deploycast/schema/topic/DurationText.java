package io.deploycast.schema.topic;

import io.deploycast.schema.Excerpt;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them in options, configuration and topic names: {@code 90s}, {@code
 * 5m}.
 */
public final class DurationText {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  /** A century: more is a mistake, and milliseconds of it fit every counter. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private record Unit(String symbol, Duration length) {}

  /** Largest first, so that the first that divides a duration is the one to write it in. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", Duration.ofDays(1)),
          new Unit("h", Duration.ofHours(1)),
          new Unit("m", Duration.ofMinutes(1)),
          new Unit("s", Duration.ofSeconds(1)),
          new Unit("ms", Duration.ofMillis(1)));

  private DurationText() {}

  /**
   * A whole number and one of the units ms, s, m, h, d.
   *
   * @throws IllegalArgumentException for any other text; the message is to be read after the
   *     subject
   */
  public static Duration parse(String text) {
    Matcher match = TEXT.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "must be a whole number and a unit (ms, s, m, h, d) such as 90s or 5m, was '"
              + Excerpt.of(text)
              + "'");
    }
    Unit unit =
        UNITS.stream().filter(u -> u.symbol.equals(match.group(2))).findFirst().orElseThrow();
    Duration duration = unit.length.multipliedBy(Long.parseLong(match.group(1)));
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "must be at most " + format(LONGEST) + ", was '" + text + "'");
    }
    return duration;
  }

  /** The duration in its largest whole unit; parts below a millisecond are dropped. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    Unit unit =
        UNITS.stream().filter(u -> millis % u.length.toMillis() == 0).findFirst().orElseThrow();
    return millis / unit.length.toMillis() + unit.symbol;
  }
}
