package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a text to be exchanged, such as {@code {"~": "~~"}}, in one pass: what was put in is not
 * looked at again. Where several parts fit, the first is taken. Thread-safe.
 */
final class Exchange {
  private final JsonNode table;

  private Exchange(JsonNode table) {
    this.table = table;
  }

  static Exchange of(JsonNode table) throws JsonQueryException {
    if (!table.isObject()) {
      throw new JsonQueryException("a table of texts must be an object, was " + table);
    }
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      if (entry.getKey().isEmpty() || !entry.getValue().isTextual()) {
        throw new JsonQueryException(
            "a table of texts must name parts that are not empty, and texts for them, was "
                + table);
      }
    }
    return new Exchange(table);
  }

  /** Whether there is anything to do. */
  boolean isIn(String text) {
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      if (text.contains(entry.getKey())) {
        return true;
      }
    }
    return false;
  }

  String all(String text) {
    if (!isIn(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      Map.Entry<String, JsonNode> found = at(text, at);
      if (found == null) {
        out.append(text.charAt(at++));
      } else {
        out.append(found.getValue().textValue());
        at += found.getKey().length();
      }
    }
    return out.toString();
  }

  /** The part that begins there, and what comes in its place; null when there is none. */
  Map.@Nullable Entry<String, JsonNode> at(String text, int index) {
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      if (text.startsWith(entry.getKey(), index)) {
        return entry;
      }
    }
    return null;
  }
}
