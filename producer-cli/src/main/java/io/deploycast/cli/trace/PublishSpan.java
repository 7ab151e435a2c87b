package io.deploycast.cli.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.TraceContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One publication.
 *
 * @param events what it is of, at least one; what all of them have in common is told
 * @param error what it failed with, or null
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Conventions for
 *     Kafka</a>
 */
record PublishSpan(
    TraceContext own,
    @Nullable TraceContext parent,
    String topic,
    List<DeploymentEvent> events,
    Instant began,
    Instant ended,
    @Nullable String error) {
  private static final int KIND_PRODUCER = 4;
  private static final int STATUS_ERROR = 2;
  private static final long NANOS = 1_000_000_000L;

  /**
   * As OTLP's JSON has it: {@code {"resourceSpans":[{"resource":…,"scopeSpans":[{"spans":[…]}]}]}}.
   */
  ObjectNode toJson(String serviceName) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode resource = root.putArray("resourceSpans").addObject();
    attributes(
        resource.putObject("resource").putArray("attributes"), Map.of("service.name", serviceName));
    ObjectNode scope = resource.putArray("scopeSpans").addObject();
    scope.putObject("scope").put("name", "io.deploycast.cli");
    ObjectNode span = scope.putArray("spans").addObject();
    span.put("traceId", own.traceId());
    span.put("spanId", own.spanId());
    if (parent != null) {
      span.put("parentSpanId", parent.spanId());
    }
    span.put("name", "publish " + topic);
    span.put("kind", KIND_PRODUCER);
    span.put("startTimeUnixNano", nanos(began));
    span.put("endTimeUnixNano", nanos(ended));
    ArrayNode attributes = span.putArray("attributes");
    attributes(attributes, facts());
    if (events.size() > 1) {
      attributes
          .addObject()
          .put("key", "messaging.batch.message_count")
          .putObject("value")
          .put("intValue", Integer.toString(events.size()));
    }
    if (error != null) {
      span.putObject("status").put("code", STATUS_ERROR).put("message", error);
    }
    return root;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("messaging.system", "kafka");
    facts.put("messaging.operation.type", "send");
    facts.put("messaging.destination.name", topic);
    common(DeploymentEvent::id).ifPresent(it -> facts.put("deploycast.event.id", it));
    common(DeploymentEvent::release).ifPresent(it -> facts.put("deploycast.release", it));
    common(DeploymentEvent::service).ifPresent(it -> facts.put("deploycast.service", it));
    return facts;
  }

  private Optional<String> common(Function<DeploymentEvent, @Nullable String> property) {
    String first = property.apply(events.get(0));
    boolean everywhere = events.stream().allMatch(it -> Objects.equals(property.apply(it), first));
    return everywhere ? Optional.ofNullable(first) : Optional.empty();
  }

  private static void attributes(ArrayNode array, Map<String, String> attributes) {
    attributes.forEach(
        (key, text) ->
            array.addObject().put("key", key).putObject("value").put("stringValue", text));
  }

  /** Fixed-width integers are texts in this JSON. */
  private static String nanos(Instant instant) {
    return Long.toString(instant.getEpochSecond() * NANOS + instant.getNano());
  }
}
