package io.deploycast.cli.report;

import io.deploycast.cli.output.Csv;
import io.deploycast.cli.report.DoraReport.PlaceFigures;
import io.deploycast.cli.report.DoraReport.WeekFigures;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for a spreadsheet: one row for each week of each service and environment. */
final class ReportCsv {
  private ReportCsv() {}

  static void write(DoraReport report, PrintWriter out) {
    out.write(
        Csv.row(
            List.of(
                "service",
                "environment",
                "week",
                "deployments",
                "succeeded",
                "failed",
                "failureRate",
                "restored",
                "restoreSeconds",
                "committed",
                "leadSeconds")));
    for (PlaceFigures place : report.places()) {
      for (WeekFigures week : place.weeks()) {
        Figures figures = week.figures();
        Double rate = figures.failureRate();
        out.write(
            Csv.row(
                Arrays.asList(
                    place.place().service(),
                    place.place().environment(),
                    week.monday().toString(),
                    Integer.toString(figures.deployments()),
                    Integer.toString(figures.succeeded()),
                    Integer.toString(figures.failed()),
                    rate == null ? null : String.format(Locale.ROOT, "%.4f", rate),
                    Integer.toString(figures.restored()),
                    seconds(figures.restoreTime()),
                    Integer.toString(figures.committed()),
                    seconds(figures.leadTime()))));
      }
    }
  }

  private static @Nullable String seconds(@Nullable Duration duration) {
    return duration == null ? null : Long.toString(duration.toSeconds());
  }
}
