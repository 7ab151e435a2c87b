package io.deploycast.sandbox.demo;

import java.util.List;
import java.util.Locale;

/** The books as a table on standard output. */
final class Table {
  private Table() {}

  static void print(List<Books.Line> lines) {
    StringBuilder table = new StringBuilder("\n");
    row(table, "target", "delivered", "attempts", "retried", "dead-lettered", "pending", "");
    for (Books.Line line : lines) {
      row(
          table,
          line.tool().name(),
          line.delivered(),
          line.attempts(),
          line.retried(),
          line.deadLettered(),
          line.pending(),
          line.tool().description());
    }
    System.out.println(table);
    System.out.flush();
  }

  private static void row(StringBuilder table, Object... cells) {
    table.append(String.format(Locale.ROOT, "%-10s %9s %9s %8s %14s %8s  %s%n", cells));
  }
}
