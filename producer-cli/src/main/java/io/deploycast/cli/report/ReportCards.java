package io.deploycast.cli.report;

import io.deploycast.cli.report.DoraReport.WeekFigures;
import io.deploycast.cli.report.WeekChart.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The upper half of the page: one card a figure, its number and its weeks. */
final class ReportCards {
  private final DoraReport report;
  private final Markup page;

  ReportCards(DoraReport report, Markup page) {
    this.report = report;
    this.page = page;
  }

  void build() {
    Figures total = report.total();
    page.raw("<div class=\"cards\">\n");
    card(
        Measure.FREQUENCY,
        Amounts.number(report.perWeek(total)),
        " per week",
        counted(total.deployments(), "deployment") + ", " + total.succeeded() + " succeeded",
        deployments(report.weeks()));
    card(
        Measure.FAILURE_RATE,
        Amounts.percent(total.failureRate()),
        "",
        "%d of %d failed or were rolled back".formatted(total.failed(), total.deployments()),
        chart(
            "bad",
            figures -> figures.failureRate() == null ? 0 : 100 * figures.failureRate(),
            value -> Amounts.number(value) + " %",
            figures -> Amounts.percent(figures.failureRate()) + " failed"));
    long lasting = report.places().stream().filter(it -> it.brokenSince() != null).count();
    card(
        Measure.RESTORE_TIME,
        Amounts.duration(total.restoreTime()),
        "",
        "median of "
            + counted(total.restored(), "outage")
            + (lasting == 0 ? "" : "; " + lasting + " not restored yet"),
        durations("time", Figures::restoreTime, "restored in "));
    card(
        Measure.LEAD_TIME,
        Amounts.duration(total.leadTime()),
        "",
        "median of " + counted(total.committed(), "deployment") + " whose commit's time is known",
        durations("lead", Figures::leadTime, "lead time "));
    page.raw("</div>\n");
  }

  /** Deployments of each week, those that went well below those that did not. */
  static WeekChart deployments(List<WeekFigures> weeks) {
    return new WeekChart(
        mondays(weeks),
        List.of(
            new Series("good", values(weeks, it -> (double) it.deployments() - it.failed())),
            new Series("bad", values(weeks, it -> (double) it.failed()))),
        value -> value == Math.rint(value) ? Amounts.number(value) : "",
        hints(weeks, it -> "%d ended, %d failed".formatted(it.deployments(), it.failed())));
  }

  private WeekChart durations(
      String style, Function<Figures, @Nullable Duration> value, String words) {
    Unit unit =
        Unit.of(
            report.weeks().stream()
                .collect(
                    ArrayList::new,
                    (all, week) -> all.add(value.apply(week.figures())),
                    List::addAll));
    return chart(
        style,
        figures -> {
          Duration duration = value.apply(figures);
          return duration == null ? 0 : (double) duration.toSeconds() / unit.seconds;
        },
        number -> Amounts.number(number) + " " + unit.symbol,
        figures -> words + Amounts.duration(value.apply(figures)));
  }

  /** What an axis of durations counts in: the largest of which the longest has two. */
  private enum Unit {
    DAY("d", 86_400),
    HOUR("h", 3_600),
    MINUTE("min", 60);

    private final String symbol;
    private final long seconds;

    Unit(String symbol, long seconds) {
      this.symbol = symbol;
      this.seconds = seconds;
    }

    static Unit of(List<@Nullable Duration> durations) {
      long longest =
          durations.stream().mapToLong(it -> it == null ? 0 : it.toSeconds()).max().orElse(0);
      return Stream.of(values()).filter(it -> longest >= 2 * it.seconds).findFirst().orElse(MINUTE);
    }
  }

  private WeekChart chart(
      String style,
      Function<Figures, Double> value,
      DoubleFunction<String> label,
      Function<Figures, String> hint) {
    List<WeekFigures> weeks = report.weeks();
    return new WeekChart(
        mondays(weeks),
        List.of(new Series(style, values(weeks, value))),
        label,
        hints(weeks, hint));
  }

  private void card(Measure measure, String number, String unit, String note, WeekChart chart) {
    page.raw("<section class=\"card\">\n").element("h3", measure.title());
    page.raw("<p class=\"big\">").text(number).raw("<small>").text(unit).raw("</small></p>\n");
    page.element("p class=\"note\"", note);
    chart.draw(page, measure.title() + " by week");
    page.raw("</section>\n");
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static List<LocalDate> mondays(List<WeekFigures> weeks) {
    return weeks.stream().map(WeekFigures::monday).toList();
  }

  private static List<Double> values(List<WeekFigures> weeks, Function<Figures, Double> value) {
    return weeks.stream().map(week -> value.apply(week.figures())).toList();
  }

  private static List<String> hints(List<WeekFigures> weeks, Function<Figures, String> hint) {
    return weeks.stream()
        .map(week -> "Week of " + week.monday() + ": " + hint.apply(week.figures()))
        .toList();
  }
}
