package io.deploycast.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.ReadResult.Invalid;
import io.deploycast.schema.ReadResult.Valid;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads record values as the tolerant reader of the contract: bounded in time and memory whatever
 * the bytes are, and never throwing. Thread-safe; make one and share it.
 */
public final class EventReader {
  /** First byte of a value framed by a schema registry's serializer; no JSON text begins so. */
  private static final byte PREFIX_ID = 0;

  /** The same with a GUID in place of a number. */
  private static final byte PREFIX_GUID = 1;

  private final EventSchema schema = EventSchema.open();

  /** The event, or the reason why the value is none. */
  public ReadResult read(byte @Nullable [] value) {
    if (value != null && value.length > 0 && (value[0] == PREFIX_ID || value[0] == PREFIX_GUID)) {
      return new Invalid(
          DeadLetterReason.SCHEMA_UNKNOWN,
          new Violation(
              "",
              "must be plain JSON, was framed with a schema id: began with " + hexStart(value, 0)));
    }
    return read(value, 0);
  }

  /**
   * The same for a value whose JSON begins behind a frame of so many bytes, which is not looked at.
   */
  public ReadResult read(byte @Nullable [] value, int begin) {
    if (value == null) {
      return new Invalid(
          DeadLetterReason.NULL_VALUE, new Violation("", "must have a value, was null"));
    }
    if (value.length > EventJson.MAX_READ_BYTES) {
      return new Invalid(
          DeadLetterReason.TOO_LARGE,
          new Violation(
              "",
              "must have at most %d bytes, had %d"
                  .formatted(EventJson.MAX_READ_BYTES, value.length)));
    }
    if (!looksLikeUtf8(value, begin)) {
      return invalidJson(
          "must be UTF-8 without a byte order mark, began with " + hexStart(value, begin));
    }
    try {
      return validate(EventJson.mapper().readTree(value, begin, value.length - begin));
    } catch (JsonProcessingException e) {
      return invalidJson("must be one JSON document: " + Excerpt.of(e.getOriginalMessage(), 300));
    } catch (IOException e) {
      return invalidJson("must be one JSON document: " + Excerpt.of(e.toString(), 300));
    }
  }

  private ReadResult validate(JsonNode tree) {
    if (!(tree instanceof ObjectNode json)) {
      String seen = tree.isMissingNode() ? "nothing" : tree.getNodeType().name();
      return invalidJson("must be a JSON object, was " + seen);
    }
    if (OrdinaryEvent.is(json)) {
      return received(json, PlainForm.utc(json.get("deployedAt").textValue()));
    }
    Optional<Violation> flaw = flawOf(json, "");
    if (flaw.isPresent()) {
      return new Invalid(DeadLetterReason.INVALID_JSON, flaw.get());
    }
    Optional<Violation> violation = schema.firstViolation(json);
    if (violation.isPresent()) {
      return new Invalid(DeadLetterReason.SCHEMA_INVALID, violation.get());
    }
    for (String property : new String[] {"startedAt", "committedAt", "deployedAt"}) {
      if (json.has(property) && parseTime(json.get(property).textValue()).isEmpty()) {
        return new Invalid(
            DeadLetterReason.SCHEMA_INVALID,
            new Violation(
                "/" + property,
                "must be an RFC 3339 time, was '"
                    + Excerpt.of(json.get(property).textValue())
                    + "'"));
      }
    }
    return received(json, parseTime(json.get("deployedAt").textValue()).orElseThrow());
  }

  private static Valid received(ObjectNode json, Instant deployedAt) {
    String id = json.get("id").textValue();
    if (!json.has("status")) {
      json.put("status", DeploymentStatus.SUCCEEDED.wireName());
    }
    if (!json.has("deploymentId")) {
      json.put("deploymentId", id);
    }
    return new Valid(new ReceivedEvent(json, id, deployedAt, json.path("service").textValue()));
  }

  private static Optional<Instant> parseTime(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Finds what JSON's grammar allows but no writer of UTF-8 JSON can hand on unchanged. */
  private static Optional<Violation> flawOf(JsonNode node, String pointer) {
    if (node.isTextual() && !UnicodeText.isWellFormed(node.textValue())) {
      return Optional.of(
          new Violation(pointer, "must be well-formed Unicode, had a lone surrogate"));
    }
    if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      return Optional.of(new Violation(pointer, "must be a number that a double can hold"));
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String name = property.getKey();
      if (!UnicodeText.isWellFormed(name)) {
        return Optional.of(new Violation(pointer, "must have well-formed property names"));
      }
      String below = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      Optional<Violation> flaw = flawOf(property.getValue(), below);
      if (flaw.isPresent()) {
        return flaw;
      }
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        Optional<Violation> flaw = flawOf(node.get(i), pointer + "/" + i);
        if (flaw.isPresent()) {
          return flaw;
        }
      }
    }
    return Optional.empty();
  }

  /** Jackson would guess UTF-16 and UTF-32 from zero bytes and skip a byte order mark. */
  private static boolean looksLikeUtf8(byte[] value, int begin) {
    for (int i = begin; i < Math.min(begin + 4, value.length); i++) {
      if (value[i] == 0) {
        return false;
      }
    }
    int first = value.length == begin ? '{' : value[begin] & 0xFF;
    return first != 0xEF && first != 0xFE && first != 0xFF;
  }

  private static String hexStart(byte[] value, int begin) {
    StringBuilder hex = new StringBuilder();
    for (int i = begin; i < Math.min(begin + 4, value.length); i++) {
      hex.append("%02X ".formatted(value[i]));
    }
    return hex.toString().trim();
  }

  private static Invalid invalidJson(String message) {
    return new Invalid(DeadLetterReason.INVALID_JSON, new Violation("", message));
  }
}
