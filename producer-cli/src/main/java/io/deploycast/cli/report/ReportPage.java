package io.deploycast.cli.report;

import io.deploycast.cli.report.DoraReport.PlaceFigures;
import io.deploycast.cli.report.DoraReport.WeekFigures;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A report to be opened from disk and passed on: one file that asks nobody for anything. Its policy
 * allows this page's style, known by its hash, and nothing else: no script, no image, no request.
 */
final class ReportPage {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final DoraReport report;
  private final Markup page = new Markup();

  private ReportPage(DoraReport report) {
    this.report = report;
  }

  static void write(DoraReport report, PrintWriter out) {
    ReportPage page = new ReportPage(report);
    page.build();
    out.write(page.page.toString());
  }

  private void build() {
    head();
    page.raw("<body>\n<main>\n<header>");
    page.element("h1", "Deployments");
    page.element("p class=\"quiet\"", span());
    page.raw("</header>\n");
    new ReportCards(report, page).build();
    services();
    weekByWeek();
    page.raw("<h2>What is counted</h2>\n<dl class=\"sheet\">\n");
    for (Measure measure : Measure.values()) {
      page.element("dt", measure.title()).element("dd", measure.definition());
    }
    page.raw("</dl>\n<footer>");
    page.text(
        "Weeks begin on Mondays, UTC; the first and the last may be cut short. Made by Deploycast"
            + " from the log of deployments.");
    page.raw("</footer>\n</main>\n</body>\n</html>\n");
  }

  private void head() {
    String style = style();
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    page.raw("style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n", sha256(style));
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.element("title", "Deployments, " + span());
    page.raw("<style>").raw(style).raw("</style>\n</head>\n");
  }

  private String span() {
    return DAY.format(report.period().from())
        + " – "
        + DAY.format(report.period().until().minusNanos(1));
  }

  private void services() {
    page.raw("<h2>Services</h2>\n<div class=\"sheet\">\n");
    if (report.places().isEmpty()) {
      page.element("div class=\"empty\"", "No deployment ended in this time.").raw("</div>\n");
      return;
    }
    page.raw("<table>\n<thead><tr><th>Service</th><th>Environment</th>");
    page.raw("<th>By week<span class=\"legend good\"></span>fine");
    page.raw("<span class=\"legend bad\"></span>failed</th>");
    heads("Ended", "Per week", "Failed", "Restored in", "Lead time");
    page.raw("</tr></thead>\n<tbody>\n");
    for (PlaceFigures place : report.places()) {
      page.raw("<tr><td class=\"name\">").text(named(place.place().service()));
      Instant broken = place.brokenSince();
      if (broken != null) {
        page.raw("<br><span class=\"broken\">");
        page.text("failed since " + DAY.format(broken)).raw("</span>");
      }
      page.raw("</td><td class=\"name\">").text(named(place.place().environment()));
      page.raw("</td><td class=\"spark\">");
      ReportCards.deployments(place.weeks()).drawSmall(page, "deployments by week");
      page.raw("</td>");
      cells(place.figures(), Amounts.number(report.perWeek(place.figures())));
      page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</div>\n");
  }

  private void weekByWeek() {
    if (report.places().isEmpty()) {
      return;
    }
    page.raw("<h2>Week by week</h2>\n<div class=\"sheet\">\n");
    for (PlaceFigures place : report.places()) {
      page.raw("<details><summary>").text(named(place.place().service()));
      page.raw(" <span class=\"quiet\">").text(named(place.place().environment()));
      page.raw("</span></summary>\n<table>\n<thead><tr><th>Week of</th>");
      heads("Ended", "Succeeded", "Failed", "Restored in", "Lead time");
      page.raw("</tr></thead>\n<tbody>\n");
      for (WeekFigures week : place.weeks()) {
        page.raw("<tr><td>").text(week.monday().toString()).raw("</td>");
        cells(week.figures(), Integer.toString(week.figures().succeeded()));
        page.raw("</tr>\n");
      }
      page.raw("</tbody>\n</table>\n</details>\n");
    }
    page.raw("</div>\n");
  }

  private void heads(String... names) {
    for (String name : names) {
      page.raw("<th class=\"number\">").text(name).raw("</th>");
    }
  }

  private void cells(Figures figures, String succeeded) {
    List<String> texts =
        List.of(
            Integer.toString(figures.deployments()),
            succeeded,
            Amounts.percent(figures.failureRate()),
            Amounts.duration(figures.restoreTime()),
            Amounts.duration(figures.leadTime()));
    for (String text : texts) {
      page.raw("<td class=\"number\">").text(text).raw("</td>");
    }
  }

  private static String named(String text) {
    return text.isEmpty() ? "–" : text;
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css must be on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
