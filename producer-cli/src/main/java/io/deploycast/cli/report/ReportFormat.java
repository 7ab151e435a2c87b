package io.deploycast.cli.report;

import java.io.PrintWriter;

/** The forms a report is written in. */
public enum ReportFormat {
  TABLE,
  JSON,
  CSV,
  HTML;

  public void write(DoraReport report, PrintWriter out) {
    switch (this) {
      case TABLE -> ReportTable.write(report, out);
      case JSON -> ReportJson.write(report, out);
      case CSV -> ReportCsv.write(report, out);
      case HTML -> ReportPage.write(report, out);
    }
  }
}
