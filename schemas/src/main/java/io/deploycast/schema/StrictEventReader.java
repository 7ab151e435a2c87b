package io.deploycast.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads events as strictly as the closed schema, for those who are about to write them. The rules
 * are those of {@link EventSchema#closed}, in code, since a JSON Schema engine costs a command line
 * half of its start; a test proves the verdicts equal.
 */
public final class StrictEventReader {
  private static final List<String> PROPERTIES =
      List.of(
          "id",
          "release",
          "deployedAt",
          "deploymentId",
          "startedAt",
          "committedAt",
          "service",
          "environment",
          "status",
          "previousRelease",
          "commit",
          "branch",
          "repository",
          "actor",
          "url",
          "description",
          "attributes");

  /** As the schema has it: RFC 3339 with what {@link OffsetDateTime} can hold, in capitals. */
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
              + "(\\.[0-9]{1,9})?(Z|[+](0[0-9]|1[0-7]):[0-5][0-9]|-(0[1-9]|1[0-7]):[0-5][0-9]"
              + "|-00:(0[1-9]|[1-5][0-9])|[+-]18:00)");

  private StrictEventReader() {}

  /**
   * Parses one JSON object.
   *
   * @throws InvalidEventException for anything else
   */
  public static ObjectNode parse(byte[] json) {
    try {
      JsonNode tree = EventJson.mapper().readTree(json);
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw broken("", "must be a JSON object");
    } catch (JsonProcessingException e) {
      // Jackson also tells where the object began, of a source it does not name.
      String flaw = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
      throw broken("", "must be one JSON object: " + Excerpt.of(flaw, 300));
    } catch (IOException e) {
      throw broken("", "must be one JSON object: " + Excerpt.of(e.toString(), 300));
    }
  }

  /**
   * The event.
   *
   * @throws InvalidEventException with the first rule it breaks
   */
  public static DeploymentEvent read(ObjectNode json) {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!PROPERTIES.contains(name)) {
        throw broken("/" + escaped(name), "is not a property of the schema");
      }
    }
    return DeploymentEvent.builder(
            required(json, "id"), required(json, "release"), time(json, "deployedAt"))
        .deploymentId(text(json, "deploymentId"))
        .startedAt(optionalTime(json, "startedAt"))
        .committedAt(optionalTime(json, "committedAt"))
        .service(text(json, "service"))
        .environment(text(json, "environment"))
        .status(status(json))
        .previousRelease(text(json, "previousRelease"))
        .commit(text(json, "commit"))
        .branch(text(json, "branch"))
        .repository(text(json, "repository"))
        .actor(text(json, "actor"))
        .url(text(json, "url"))
        .description(text(json, "description"))
        .attributes(attributes(json))
        .build();
  }

  private static String required(ObjectNode json, String property) {
    String text = text(json, property);
    if (text == null) {
      throw broken("/" + property, "is required, was missing");
    }
    return text;
  }

  private static @Nullable String text(ObjectNode json, String property) {
    JsonNode value = json.get(property);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw broken("/" + property, "must be a string, was " + kind(value));
    }
    return value.textValue();
  }

  private static Instant time(ObjectNode json, String property) {
    String text = required(json, property);
    try {
      if (TIME.matcher(text).matches()) {
        return OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException e) {
      // A day that its month does not have.
    }
    throw broken(
        "/" + property,
        "must be an RFC 3339 time such as 2012-07-08T11:14:15Z, was '" + Excerpt.of(text) + "'");
  }

  private static @Nullable Instant optionalTime(ObjectNode json, String property) {
    return json.has(property) ? time(json, property) : null;
  }

  private static DeploymentStatus status(ObjectNode json) {
    String text = text(json, "status");
    if (text == null) {
      return DeploymentStatus.SUCCEEDED;
    }
    return DeploymentStatus.ofWireName(text)
        .orElseThrow(
            () ->
                broken(
                    "/status",
                    "must be one of %s, was '%s'"
                        .formatted(DeploymentStatus.wireNames(), Excerpt.of(text))));
  }

  private static Map<String, String> attributes(ObjectNode json) {
    JsonNode value = json.get("attributes");
    if (value == null) {
      return Map.of();
    }
    if (!value.isObject()) {
      throw broken("/attributes", "must be an object, was " + kind(value));
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!entry.getValue().isTextual()) {
        throw broken(
            "/attributes/" + escaped(entry.getKey()),
            "must be a string, was " + kind(entry.getValue()));
      }
      attributes.put(entry.getKey(), entry.getValue().textValue());
    }
    return attributes;
  }

  private static String kind(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static InvalidEventException broken(String pointer, String message) {
    return new InvalidEventException(new Violation(pointer, message));
  }
}
