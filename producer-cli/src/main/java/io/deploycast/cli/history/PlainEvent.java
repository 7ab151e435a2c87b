package io.deploycast.cli.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.deploycast.schema.DeploymentStatus;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises at a tenth of the cost what nearly every event is: one JSON object of the schema's own
 * properties, with times in UTC. Says yes only where the contract's reader does, and otherwise
 * nothing: then that has to be asked. A history of millions is read in seconds because of it.
 */
final class PlainEvent {
  private static final int SHORTEST_ID = 16;
  private static final int LONGEST_ID = 128;

  /** First byte of the surrogates, which UTF-8 must not encode. */
  private static final byte SURROGATE = (byte) 0xED;

  private PlainEvent() {}

  /** Its texts, or null when this is no plain event. */
  static @Nullable Map<Property, String> texts(byte[] json) {
    if (json.length == 0
        || json[0] != '{'
        || json.length > EventJson.MAX_READ_BYTES
        || mayHoldSurrogates(json)) {
      return null;
    }
    try (JsonParser parser = EventJson.mapper().getFactory().createParser(json)) {
      Map<Property, String> texts = new EnumMap<>(Property.class);
      parser.nextToken();
      for (String name; (name = parser.nextFieldName()) != null; ) {
        boolean plain =
            name.equals("attributes") ? isTexts(parser) : isProperty(name, parser, texts);
        if (!plain) {
          return null;
        }
      }
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      boolean complete =
          texts.containsKey(Property.ID)
              && texts.containsKey(Property.RELEASE)
              && texts.containsKey(Property.DEPLOYED_AT);
      return whole && complete ? texts : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean mayHoldSurrogates(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      boolean escape = json[i] == '\\' && i + 1 < json.length && json[i + 1] == 'u';
      if (escape || json[i] == SURROGATE) {
        return true;
      }
    }
    return false;
  }

  private static boolean isProperty(String name, JsonParser parser, Map<Property, String> texts)
      throws IOException {
    Property property = Property.ofName(name);
    String text = parser.nextTextValue();
    if (property == null || text == null || !keeps(property.rule(), text)) {
      return false;
    }
    texts.put(property, text);
    return true;
  }

  private static boolean isTexts(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String name; (name = parser.nextFieldName()) != null; ) {
      if (name.isEmpty() || parser.nextToken() != JsonToken.VALUE_STRING) {
        return false;
      }
    }
    return parser.currentToken() == JsonToken.END_OBJECT;
  }

  private static boolean keeps(Property.Rule rule, String text) {
    return switch (rule) {
      case ID -> isId(text);
      case TEXT -> !text.isEmpty();
      case TIME -> isUtc(text);
      case STATUS -> DeploymentStatus.ofWireName(text).isPresent();
    };
  }

  private static boolean isId(String text) {
    if (text.length() < SHORTEST_ID || text.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char letter = (char) (c | 0x20);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && (letter < 'a' || letter > 'z') && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Whether it is {@code 2012-07-08T11:14:15Z}, with up to nine digits of a fraction or none. */
  static boolean isUtc(String text) {
    int length = text.length();
    if (length < 20 || length > 30 || length == 21 || text.charAt(length - 1) != 'Z') {
      return false;
    }
    for (int i = 0; i < length - 1; i++) {
      char expected = "0000-00-00T00:00:00.000000000".charAt(i);
      char c = text.charAt(i);
      if (expected == '0' ? c < '0' || c > '9' : c != expected) {
        return false;
      }
    }
    int month = two(text, 5);
    int day = two(text, 8);
    return month >= 1
        && month <= 12
        && day >= 1
        && (day <= 28
            || day <= YearMonth.of(100 * two(text, 0) + two(text, 2), month).lengthOfMonth())
        && two(text, 11) <= 23
        && two(text, 14) <= 59
        && two(text, 17) <= 59;
  }

  private static int two(String text, int at) {
    return 10 * (text.charAt(at) - '0') + text.charAt(at + 1) - '0';
  }
}
