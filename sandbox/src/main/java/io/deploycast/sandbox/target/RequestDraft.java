package io.deploycast.sandbox.target;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/** A request before the {@link RequestLedger} has counted it. */
record RequestDraft(
    String eventId,
    HttpRequest request,
    Map<String, List<String>> headers,
    RequestBody body,
    String bodySha256,
    long arrivedNanos,
    Instant arrivedAt) {
  private static final String ID_HEADER = "webhook-id";
  private static final String ATTEMPT_HEADER = "deploycast-attempt";
  private static final Pattern ATTEMPT = Pattern.compile("\\d{1,9}");
  private static final JsonFactory JSON = new JsonFactory();

  static RequestDraft of(
      HttpRequest request, RequestBody body, long arrivedNanos, Instant arrivedAt) {
    Map<String, List<String>> headers = headers(request);
    List<String> ids = headers.get(ID_HEADER);
    return new RequestDraft(
        ids == null ? idIn(body.bytes()) : ids.get(0),
        request,
        headers,
        body,
        body.sha256(),
        arrivedNanos,
        arrivedAt);
  }

  RecordedRequest numbered(long number, int attempt) {
    return new RecordedRequest(
        number,
        eventId,
        attempt,
        announcedAttempt(),
        request.getMethod(),
        request.getRequestUri(),
        headers,
        bodySha256,
        body,
        arrivedNanos,
        arrivedAt,
        0,
        false);
  }

  private OptionalInt announcedAttempt() {
    List<String> values = headers.get(ATTEMPT_HEADER);
    return values != null && ATTEMPT.matcher(values.get(0)).matches()
        ? OptionalInt.of(Integer.parseInt(values.get(0)))
        : OptionalInt.empty();
  }

  /** In the compact maps and lists of the JDK: a test keeps many thousands. */
  private static Map<String, List<String>> headers(HttpRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (Header header : request.getHeaders()) {
      String value = header.getValue() == null ? "" : header.getValue();
      headers.merge(
          header.getName().toLowerCase(Locale.ROOT),
          List.of(value),
          (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
    }
    return Map.copyOf(headers);
  }

  /** The top-level text field {@code id}; empty when there is none or this is not JSON. */
  private static String idIn(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isId = parser.currentName().equals("id");
        if (parser.nextToken() == JsonToken.VALUE_STRING && isId) {
          return parser.getText();
        }
        parser.skipChildren();
      }
      return "";
    } catch (IOException notJson) {
      return "";
    }
  }
}
