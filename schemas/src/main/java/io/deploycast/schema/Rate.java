package io.deploycast.schema;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most attempts in a time.
 *
 * @param attempts in each period
 * @param period a second, a minute or an hour
 */
public record Rate(int attempts, Duration period) {
  private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,6})/([smh])");

  public Rate {
    if (attempts < 1 || period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("rate must be positive, was " + attempts + "/" + period);
    }
  }

  /** Whether it allows fewer attempts in the same time. */
  public boolean isSlowerThan(Rate other) {
    return attempts * other.period.toMillis() < other.attempts * period.toMillis();
  }

  @Override
  public String toString() {
    String unit = period.equals(Duration.ofSeconds(1)) ? "s" : period.toMinutes() == 1 ? "m" : "h";
    return attempts + "/" + unit;
  }

  /**
   * Reads {@code 50/s}, {@code 100/m} or {@code 1000/h}.
   *
   * @throws IllegalArgumentException for any other text; the message is to be read after the
   *     subject
   */
  public static Rate parse(String text) {
    Matcher match = TEXT.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "must be a whole number a second, minute or hour such as 50/s, was '"
              + Excerpt.of(text)
              + "'");
    }
    Duration period =
        switch (match.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return new Rate(Integer.parseInt(match.group(1)), period);
  }
}
