package io.deploycast.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.output.SafeText;
import io.deploycast.cli.report.DoraReport.PlaceFigures;
import io.deploycast.cli.report.DoraReport.WeekFigures;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A report for programs. */
final class ReportJson {
  private ReportJson() {}

  static void write(DoraReport report, PrintWriter out) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("since", report.period().from().toString());
    json.put("until", report.period().until().toString());
    ObjectNode definitions = json.putObject("definitions");
    for (Measure measure : Measure.values()) {
      definitions.put(measure.title(), measure.definition());
    }
    json.set("total", figures(report, report.total()));
    weeks(json.putArray("weeks"), report.weeks());
    ArrayNode services = json.putArray("services");
    for (PlaceFigures place : report.places()) {
      ObjectNode service = services.addObject();
      service.put("service", place.place().service());
      service.put("environment", place.place().environment());
      service.setAll(figures(report, place.figures()));
      if (place.brokenSince() != null) {
        service.put("brokenSince", place.brokenSince().toString());
      }
      weeks(service.putArray("weeks"), place.weeks());
    }
    out.println(SafeText.jsonLine(json.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static void weeks(ArrayNode to, List<WeekFigures> weeks) {
    for (WeekFigures week : weeks) {
      ObjectNode json = to.addObject();
      json.put("week", week.monday().toString());
      json.setAll(figures(week.figures()));
    }
  }

  private static ObjectNode figures(DoraReport report, Figures figures) {
    ObjectNode json = figures(figures);
    json.put("perWeek", Math.round(1000 * report.perWeek(figures)) / 1000.0);
    return json;
  }

  private static ObjectNode figures(Figures figures) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("deployments", figures.deployments());
    json.put("succeeded", figures.succeeded());
    json.put("failed", figures.failed());
    json.put("failureRate", figures.failureRate());
    json.put("restored", figures.restored());
    json.put(
        "restoreSeconds", figures.restoreTime() == null ? null : figures.restoreTime().toSeconds());
    json.put("committed", figures.committed());
    json.put("leadSeconds", figures.leadTime() == null ? null : figures.leadTime().toSeconds());
    return json;
  }
}
