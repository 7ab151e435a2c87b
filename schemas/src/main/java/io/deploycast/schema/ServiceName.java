package io.deploycast.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks for what was deployed in a value of which nothing is known: it may be no event at all. */
final class ServiceName {
  private static final String PROPERTY = "service";

  /** First byte and schema id before the JSON of a framed value. */
  private static final int FRAME = 5;

  private ServiceName() {}

  /** The text of the value's own {@code service}; null when the value has none or is no JSON. */
  static @Nullable String in(byte[] value) {
    int begin = value.length > FRAME && value[0] == 0 ? FRAME : 0;
    try (JsonParser parser =
        EventJson.mapper().getFactory().createParser(value, begin, value.length - begin)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = PROPERTY.equals(parser.currentName());
        JsonToken content = parser.nextToken();
        if (wanted) {
          return content == JsonToken.VALUE_STRING ? parser.getText() : null;
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }
}
