package io.deploycast.schema;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a distributed trace, as the headers of a record and of a request say
 * it. Who records no span of its own hands both on unchanged.
 *
 * @param traceparent {@code 00-<trace id, 32 hex digits>-<span id, 16>-<flags, 2>}
 * @param tracestate what vendors add, or null
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(String traceparent, @Nullable String tracestate) {
  public static final String TRACEPARENT = "traceparent";
  public static final String TRACESTATE = "tracestate";

  /** Later versions may be longer; version ff and ids of zeros are invalid. */
  private static final Pattern VALID =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
              + "(?:(?<!^00-.{52})-[\\x21-\\x7E]*)?");

  /** More than any vendor writes; a longer list is dropped, as the recommendation allows. */
  private static final int MAX_STATE = 512;

  private static final Pattern STATE = Pattern.compile("[\\x20-\\x7E]{1," + MAX_STATE + "}");

  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = TRACE_ID + 32 + 1;
  private static final int FLAGS = SPAN_ID + 16 + 1;

  public TraceContext {
    if (!isTraceparent(traceparent)) {
      throw new IllegalArgumentException(
          "traceparent must be 00-<32 hex digits>-<16 hex digits>-<2 hex digits>, was '%s'"
              .formatted(Excerpt.of(traceparent)));
    }
    if (tracestate != null && !STATE.matcher(tracestate).matches()) {
      tracestate = null;
    }
  }

  public static boolean isTraceparent(String text) {
    return VALID.matcher(text).matches();
  }

  /** The context of a record; empty when it has none that is valid. */
  public static Optional<TraceContext> of(Headers headers) {
    return text(headers, TRACEPARENT)
        .filter(TraceContext::isTraceparent)
        .map(parent -> new TraceContext(parent, text(headers, TRACESTATE).orElse(null)));
  }

  /** As header names and texts. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(TRACEPARENT, traceparent);
    if (tracestate != null) {
      headers.put(TRACESTATE, tracestate);
    }
    return headers;
  }

  public String traceId() {
    return traceparent.substring(TRACE_ID, SPAN_ID - 1);
  }

  public String spanId() {
    return traceparent.substring(SPAN_ID, FLAGS - 1);
  }

  /** The two hex digits of the flags; the lowest bit says that the trace is recorded. */
  public String flags() {
    return traceparent.substring(FLAGS, FLAGS + 2);
  }

  /** The same trace, seen from another span. */
  public TraceContext within(String spanId) {
    return new TraceContext("00-%s-%s-%s".formatted(traceId(), spanId, flags()), tracestate);
  }

  private static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }
}
