package io.deploycast.cli.history;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.deploycast.schema.DeploymentStatus;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.PlainForm;
import java.util.Arrays;

/**
 * Recognises, in one look at the bytes and without making anything of them, what our own commands
 * write as long as nobody has a name outside ASCII: one JSON object of the schema's own properties
 * in its order, all of it printable ASCII, without an escape and without space between tokens. Such
 * an event is fit to be printed as it is. Says yes only where {@link PlainEvent} does.
 */
final class PrintableEvent {
  private static final Property[] PROPERTIES = Property.values();

  /** What stands before each property's text: <code>"id":"</code>. */
  private static final byte[][] HEADS =
      Arrays.stream(PROPERTIES)
          .map(it -> ('"' + it.jsonName() + "\":\"").getBytes(US_ASCII))
          .toArray(byte[][]::new);

  private static final long REQUIRED =
      Arrays.stream(PROPERTIES).filter(Property::isRequired).count();

  private static final byte[] ATTRIBUTES = "\"attributes\":{".getBytes(US_ASCII);

  /** Among so many it is quick to see that no name comes twice. */
  private static final int MOST_ATTRIBUTES = 16;

  private final byte[] json;

  /** What is looked at next. */
  private int at = 1;

  private PrintableEvent(byte[] json) {
    this.json = json;
  }

  static boolean is(byte[] json) {
    return json.length > 2
        && json.length <= EventJson.MAX_READ_BYTES
        && json[0] == '{'
        && new PrintableEvent(json).isEvent();
  }

  private boolean isEvent() {
    int required = 0;
    for (int i = 0; i < PROPERTIES.length; i++) {
      if (passes(HEADS[i])) {
        if (!keeps(PROPERTIES[i])) {
          return false;
        }
        required += PROPERTIES[i].isRequired() ? 1 : 0;
        if (!passes(',')) {
          return passes('}') && isAllOf(required);
        }
      }
    }
    return passes(ATTRIBUTES) && areTexts() && passes('}') && isAllOf(required);
  }

  /** Whether that is the end, and the properties that are required were there. */
  private boolean isAllOf(int required) {
    return at == json.length && required == REQUIRED;
  }

  /** Whether the text that begins here keeps the property's rule, and ends well. */
  private boolean keeps(Property property) {
    int from = at;
    if (!passesText()) {
      return false;
    }
    int to = at - 1;
    return switch (property.rule()) {
      case ID -> PlainForm.isId(json, from, to);
      case TEXT -> to > from;
      case TIME -> PlainForm.isUtc(json, from, to);
      case STATUS ->
          DeploymentStatus.ofWireName(new String(json, from, to - from, US_ASCII)).isPresent();
    };
  }

  /** Names and texts up to the end of the object; no name twice. */
  private boolean areTexts() {
    if (passes('}')) {
      return true;
    }
    int[] names = new int[2 * MOST_ATTRIBUTES];
    for (int i = 0; i < names.length; i += 2) {
      names[i] = at;
      if (!passes('"') || !passesText() || at == names[i] + 2) {
        return false;
      }
      names[i + 1] = at;
      if (isKnown(names, i) || !passes(':') || !passes('"') || !passesText()) {
        return false;
      }
      if (!passes(',')) {
        return passes('}');
      }
    }
    return false;
  }

  /** Whether the name at that index is one of those before it. */
  private boolean isKnown(int[] names, int index) {
    for (int i = 0; i < index; i += 2) {
      if (Arrays.equals(json, names[i], names[i + 1], json, names[index], names[index + 1])) {
        return true;
      }
    }
    return false;
  }

  private boolean passes(char expected) {
    if (at < json.length && json[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private boolean passes(byte[] expected) {
    int end = at + expected.length;
    if (end <= json.length && Arrays.equals(json, at, end, expected, 0, expected.length)) {
      at = end;
      return true;
    }
    return false;
  }

  /** Passes what is printable, up to a quotation mark and over it. */
  private boolean passesText() {
    for (int i = at; i < json.length; i++) {
      byte b = json[i];
      if (b == '"') {
        at = i + 1;
        return true;
      }
      // Also what is not ASCII: it is below zero.
      if (b < ' ' || b == 0x7F || b == '\\') {
        return false;
      }
    }
    return false;
  }
}
