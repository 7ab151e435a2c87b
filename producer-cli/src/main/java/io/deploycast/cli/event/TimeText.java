package io.deploycast.cli.event;

import io.deploycast.schema.Excerpt;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;

/**
 * A moment as people and CI systems write it: {@code 2012-07-08 11:14:15} (local), the same with a
 * {@code T}, fractions of a second, {@code Z} or an offset (RFC 3339), or seconds since 1970.
 *
 * <p>A local time that a change of clocks skips is moved forward by the length of the gap; one that
 * occurs twice is the earlier.
 *
 * @param instant the moment
 * @param local whether it was given without a zone and so taken as local
 */
public record TimeText(Instant instant, boolean local) {
  /** Seconds since 1970 from 1973 to 5138; more digits are milliseconds by mistake. */
  private static final Pattern EPOCH_SECONDS = Pattern.compile("\\d{9,11}");

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException for any other text; the message is to be read after the
   *     subject
   */
  public static TimeText parse(String text, ZoneId zone) {
    String iso = text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2})[ tT]+", "$1T");
    if (EPOCH_SECONDS.matcher(iso).matches()) {
      return new TimeText(Instant.ofEpochSecond(Long.parseLong(iso)), false);
    }
    try {
      String compact = iso.replaceFirst(" +(?=[+-]\\d|[zZ]$)", "");
      return new TimeText(OffsetDateTime.parse(withColon(compact)).toInstant(), false);
    } catch (DateTimeException notRfc3339) {
      // It may be without a zone.
    }
    try {
      return new TimeText(LocalDateTime.parse(iso, LOCAL).atZone(zone).toInstant(), true);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be a time such as '2012-07-08 11:14:15', 2012-07-08T11:14:15Z or 1341746055, was '"
              + Excerpt.of(text)
              + "'",
          e);
    }
  }

  /** {@code +0200}, as {@code date +%z} prints it, becomes {@code +02:00}. */
  private static String withColon(String text) {
    return text.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
  }
}
