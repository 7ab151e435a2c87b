package io.deploycast.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One result.
 *
 * @param bar what it must not exceed, or null when it is only there to be compared with
 */
public record Figure(String name, double value, String unit, @Nullable Double bar) {
  public boolean holds() {
    return bar == null || value <= bar;
  }

  /** A row of the table. */
  public String row() {
    String limit = bar == null ? "" : String.format(Locale.ROOT, "≤ %.2f", bar);
    String verdict = bar == null ? "" : holds() ? "holds" : "MISSED";
    return String.format(
        Locale.ROOT, "%-44s %10.2f %-6s %-10s %s", name, value, unit, limit, verdict);
  }

  /** {@code {"figure":"…","value":0.42,"unit":"ratio","bar":0.5,"holds":true}}. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("figure", name);
    json.put("value", value);
    json.put("unit", unit);
    json.put("bar", bar);
    json.put("holds", holds());
    return json.toString();
  }
}
