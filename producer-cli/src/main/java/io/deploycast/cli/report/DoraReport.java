package io.deploycast.cli.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole report.
 *
 * @param period what it is about
 * @param total all services and environments together
 * @param weeks the same by week, without gaps
 * @param places each service in each environment, by name
 */
public record DoraReport(
    Period period, Figures total, List<WeekFigures> weeks, List<PlaceFigures> places) {

  /**
   * One week.
   *
   * @param monday its first day
   */
  public record WeekFigures(LocalDate monday, Figures figures) {}

  /**
   * One service in one environment.
   *
   * @param brokenSince when its last failure began that no success has followed, or null
   */
  public record PlaceFigures(
      Place place, Figures figures, List<WeekFigures> weeks, @Nullable Instant brokenSince) {}

  public DoraReport {
    weeks = List.copyOf(weeks);
    places = List.copyOf(places);
  }

  /** Deployments that succeeded, per week of the period. */
  double perWeek(Figures figures) {
    return figures.succeeded() / period.weeks();
  }
}
