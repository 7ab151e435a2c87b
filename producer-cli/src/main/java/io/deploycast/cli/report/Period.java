package io.deploycast.cli.report;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Stream;

/**
 * The time a report is about, in weeks that begin on Mondays in UTC; the first and the last may be
 * cut short.
 *
 * @param from the first moment
 * @param until the first moment that is no longer in it
 */
public record Period(Instant from, Instant until) {
  /** More weeks than a page can show; also what a single event of the year 0 costs at most. */
  public static final Duration LONGEST = Duration.ofDays(10 * 366);

  private static final double WEEK_SECONDS = Duration.ofDays(7).toSeconds();

  public Period {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "--since must be before --until, was %s and %s".formatted(from, until));
    }
    Instant earliest = until.minus(LONGEST);
    from = from.isBefore(earliest) ? earliest : from;
  }

  boolean contains(Instant time) {
    return !time.isBefore(from) && time.isBefore(until);
  }

  /** Its length in weeks, a part of one included. */
  double weeks() {
    return Duration.between(from, until).toSeconds() / WEEK_SECONDS;
  }

  /** The Monday of the week that holds that moment. */
  static LocalDate weekOf(Instant time) {
    return time.atZone(ZoneOffset.UTC)
        .toLocalDate()
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /** The Mondays of all its weeks. */
  List<LocalDate> mondays() {
    LocalDate last = weekOf(until.minusNanos(1));
    return Stream.iterate(weekOf(from), week -> !week.isAfter(last), week -> week.plusWeeks(1))
        .toList();
  }
}
