package io.deploycast.app.http;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After}: whole seconds, or an HTTP date in any of its three forms. Rubbish
 * counts as absent. Pure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {
  private static final DateTimeFormatter FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

  private static final Pattern SECONDS = Pattern.compile("\\d{1,40}");

  /** Beyond it every wait is the same: more than anybody waits for. */
  private static final BigInteger MOST_SECONDS =
      BigInteger.valueOf(Duration.ofDays(365).toSeconds());

  private RetryAfter() {}

  /**
   * How long to wait.
   *
   * @param value of the header, or null
   * @param date the answer's own {@code Date}, which cancels a clock that is off, or null
   * @param now by our clock, for want of a date
   * @return null for no wait that can be understood; zero for a date that has passed
   */
  static @Nullable Duration parse(@Nullable String value, @Nullable String date, Instant now) {
    if (value == null) {
      return null;
    }
    String text = value.strip();
    if (SECONDS.matcher(text).matches()) {
      return Duration.ofSeconds(new BigInteger(text).min(MOST_SECONDS).longValue());
    }
    Instant until = dateOf(text, now);
    if (until == null) {
      return null;
    }
    Instant sent = date == null ? null : dateOf(date.strip(), now);
    Duration wait = Duration.between(sent == null ? now : sent, until);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static @Nullable Instant dateOf(String text, Instant now) {
    for (DateTimeFormatter form : List.of(FIXDATE, rfc850(now), ASCTIME)) {
      try {
        return form.parse(text, LocalDateTime::from).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        // It may be of the next form.
      }
    }
    return null;
  }

  /** A year of two digits is the one of that ending within fifty years of now. */
  private static DateTimeFormatter rfc850(Instant now) {
    LocalDate base = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(49);
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, base)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.ENGLISH);
  }
}
