package io.deploycast.cli.report;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Amounts as people read them; a dash where there is none. */
final class Amounts {
  private static final String NONE = "–";

  private Amounts() {}

  /** The two largest units: {@code 3 d 4 h}, {@code 12 min}. */
  static String duration(@Nullable Duration duration) {
    if (duration == null) {
      return NONE;
    }
    if (duration.toDays() > 0) {
      return two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    if (duration.toMinutes() > 0) {
      return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    return duration.toSeconds() + " s";
  }

  /** A share of 0 to 1, in per cent. */
  static String percent(@Nullable Double share) {
    return share == null ? NONE : number(100 * share) + " %";
  }

  /** One decimal below ten, none above. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String two(long large, String largeUnit, int small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
