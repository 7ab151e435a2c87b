package io.deploycast.cli.report;

import io.deploycast.cli.output.TextTable;
import io.deploycast.cli.report.DoraReport.PlaceFigures;
import io.deploycast.cli.report.DoraReport.WeekFigures;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** A report for a terminal: each service's sum, and its weeks below. */
final class ReportTable {
  private static final int WIDEST = 40;
  private static final String ALL = "(all)";

  private ReportTable() {}

  static void write(DoraReport report, PrintWriter out) {
    out.printf(
        "Deployments from %s to %s%n%n", day(report.period().from()), day(report.period().until()));
    TextTable table =
        new TextTable(
            List.of(
                "SERVICE",
                "ENVIRONMENT",
                "WEEK OF",
                ">ENDED",
                ">SUCCEEDED",
                ">PER WEEK",
                ">FAILED",
                ">RESTORED IN",
                ">LEAD TIME"),
            WIDEST,
            out::println);
    rows(table, report, new Place(ALL, ALL), report.total(), report.weeks());
    for (PlaceFigures place : report.places()) {
      rows(table, report, place.place(), place.figures(), place.weeks());
    }
    table.flush();
    out.println();
    for (Measure measure : Measure.values()) {
      out.println(measure.title() + ": " + measure.definition());
    }
  }

  private static void rows(
      TextTable table, DoraReport report, Place place, Figures sum, List<WeekFigures> weeks) {
    row(table, place, "all", sum, Amounts.number(report.perWeek(sum)));
    for (WeekFigures week : weeks) {
      if (week.figures().deployments() > 0 || week.figures().restored() > 0) {
        Figures figures = week.figures();
        row(table, place, week.monday().toString(), figures, Integer.toString(figures.succeeded()));
      }
    }
  }

  private static void row(
      TextTable table, Place place, String week, Figures figures, String perWeek) {
    table.row(
        Arrays.asList(
            named(place.service()),
            named(place.environment()),
            week,
            Integer.toString(figures.deployments()),
            Integer.toString(figures.succeeded()),
            perWeek,
            Amounts.percent(figures.failureRate()),
            Amounts.duration(figures.restoreTime()),
            Amounts.duration(figures.leadTime())));
  }

  private static String named(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static LocalDate day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
