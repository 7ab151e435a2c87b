package io.deploycast.cli.report;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Weeks as bars, drawn as SVG.
 *
 * @param weeks their first days
 * @param series what is stacked in each bar, from below; no two weeks differ in length
 * @param label how a value is written on the axis
 * @param hint what is said of a week when somebody points at it
 */
record WeekChart(
    List<LocalDate> weeks, List<Series> series, DoubleFunction<String> label, List<String> hint) {
  private static final int WIDTH = 540;
  private static final int HEIGHT = 190;
  private static final int LEFT = 54;
  private static final int RIGHT = 6;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;

  /** Lines across the chart, the base line among them. */
  private static final int LINES = 4;

  /** Dates below the bars: as many as can be read. */
  private static final int MOST_DATES = 7;

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /**
   * One kind of value.
   *
   * @param style the class that gives it its colour
   * @param values one a week; 0 where there is none
   */
  record Series(String style, List<Double> values) {}

  void draw(Markup page, String title) {
    double top = step() * (LINES - 1);
    page.raw("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, HEIGHT);
    page.text(title).raw("\">");
    for (int line = 0; line < LINES; line++) {
      double value = step() * line;
      double y = y(value, top);
      page.raw(
          "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          line == 0 ? "base" : "grid", LEFT, WIDTH - RIGHT, y, y);
      page.raw("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LEFT - 8, y + 4);
      page.text(label.apply(value)).raw("</text>");
    }
    for (int week = 0; week < weeks.size(); week++) {
      bar(page, week, top);
    }
    page.raw("</svg>\n");
  }

  private void bar(Markup page, int week, double top) {
    double slot = (double) (WIDTH - LEFT - RIGHT) / weeks.size();
    double x = LEFT + week * slot;
    double gap = Math.min(slot * 0.28, 10);
    double below = 0;
    for (Series one : series) {
      double value = one.values.get(week);
      if (value > 0) {
        double y = y(below + value, top);
        page.raw(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%s\"/>",
            one.style, x + gap / 2, y, slot - gap, y(below, top) - y, slot > 12 ? "2" : "0");
        below += value;
      }
    }
    int every = (weeks.size() + MOST_DATES - 1) / MOST_DATES;
    if (week % every == 0) {
      page.raw(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x + slot / 2, HEIGHT - 8, DAY.format(weeks.get(week)));
    }
    page.raw(
        "<rect class=\"hit\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>",
        x, TOP, slot, HEIGHT - TOP - BOTTOM);
    page.text(hint.get(week)).raw("</title></rect>");
  }

  /** A small one without axes, for a table's cell. */
  void drawSmall(Markup page, String title) {
    double most = Math.max(1, highest());
    int width = 150;
    int height = 32;
    double slot = (double) width / weeks.size();
    page.raw("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", width, height);
    page.text(title).raw("\">");
    for (int week = 0; week < weeks.size(); week++) {
      double below = 0;
      for (Series one : series) {
        double length = one.values.get(week) / most * (height - 2);
        if (length > 0) {
          page.raw(
              "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
              one.style, week * slot, height - below - length, Math.max(0.5, slot * 0.8), length);
          below += length;
        }
      }
    }
    page.raw("</svg>");
  }

  private double highest() {
    double highest = 0;
    for (int week = 0; week < weeks.size(); week++) {
      double sum = 0;
      for (Series one : series) {
        sum += one.values.get(week);
      }
      highest = Math.max(highest, sum);
    }
    return highest;
  }

  /** The distance of two lines: 1, 2 or 5 times a power of ten, so that all bars fit. */
  private double step() {
    double least = highest() / (LINES - 1);
    if (least <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (int factor : new int[] {1, 2, 5}) {
      if (power * factor >= least) {
        return power * factor;
      }
    }
    return power * 10;
  }

  private static double y(double value, double top) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  }
}
