package io.deploycast.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One result.
 *
 * @param bar what it is held against, or null when it is only there to be compared with
 */
public record Figure(String name, double value, String unit, @Nullable Bar bar) {
  /** From here on digits behind the point are noise. */
  private static final double WHOLE = 1_000;

  /** One that is only there to be compared with. */
  public static Figure plain(String name, double value, String unit) {
    return new Figure(name, value, unit, null);
  }

  /** A value that was not measured, such as that of no events, holds nothing. */
  public boolean holds() {
    return bar == null || bar.holds(value);
  }

  /** A row of the table. */
  public String row() {
    return String.format(
        Locale.ROOT, "%-64s %10s %-8s %-11s %s", name, text(value), unit, barText(), verdict());
  }

  /** A row of a Markdown table. */
  public String markdown() {
    return "| %s | %s %s | %s | %s |".formatted(name, text(value), unit, barText(), verdict());
  }

  /** {@code {"figure":"…","value":0.42,"unit":"ratio","bar":0.5,"holds":true}}. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("figure", name);
    json.put("value", value);
    json.put("unit", unit);
    json.put("bar", bar == null ? null : bar.limit());
    json.put("holds", holds());
    return json.toString();
  }

  static String text(double value) {
    boolean whole = Math.abs(value) >= WHOLE || value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.2f", value);
  }

  private String barText() {
    return bar == null ? "" : bar.toString();
  }

  private String verdict() {
    if (bar == null) {
      return "";
    }
    return holds() ? "holds" : "MISSED";
  }
}
