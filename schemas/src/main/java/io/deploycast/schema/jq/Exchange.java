package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a text to be exchanged, such as {@code {"~": "~~"}}, in one pass: what was put in is not
 * looked at again. Where several parts fit, the first is taken. Thread-safe.
 */
final class Exchange {
  /** A part, never empty, and what comes in its place. */
  record Part(String from, String to) {}

  private final JsonNode table;
  private final List<Part> parts = new ArrayList<>();

  /** What parts begin with; most texts have none of it. */
  private final BitSet beginnings = new BitSet();

  Exchange(JsonNode table) throws JsonQueryException {
    this.table = table;
    if (!table.isObject()) {
      throw new JsonQueryException("a table of texts must be an object, was " + table);
    }
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      if (entry.getKey().isEmpty() || !entry.getValue().isTextual()) {
        throw new JsonQueryException(
            "a table of texts must name parts that are not empty, and texts for them, was "
                + table);
      }
      parts.add(new Part(entry.getKey(), entry.getValue().textValue()));
      beginnings.set(entry.getKey().charAt(0));
    }
  }

  /** Whether it is made of this very table; an equal one may have its parts in another order. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(JsonNode other) {
    return table == other;
  }

  String all(String text) {
    int at = next(text, 0);
    if (at == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    int copied = 0;
    while (at < text.length()) {
      Part part = at(text, at);
      if (part == null) {
        at++;
      } else {
        out.append(text, copied, at).append(part.to());
        at += part.from().length();
        copied = at;
      }
      at = next(text, at);
    }
    return out.append(text, copied, text.length()).toString();
  }

  private int next(String text, int from) {
    int at = from;
    while (at < text.length() && !beginnings.get(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The part that begins there; null when there is none. */
  @Nullable Part at(String text, int index) {
    for (Part part : parts) {
      if (text.startsWith(part.from(), index)) {
        return part;
      }
    }
    return null;
  }
}
