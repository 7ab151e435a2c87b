package io.deploycast.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The recorded end of one delivery, a record of the receipts topic. Key: {@code <event
 * id>|<target>}, in the partition that the event id alone decides, so that all receipts of an event
 * are in one. Value, as {@code receipt.v1.json} describes it:
 *
 * <pre>
 * {"eventId":"0192f0c1-…","target":"grafana","outcome":"delivered","attempts":2,"status":200,
 *  "latencyMs":61034,"finishedAt":"2026-01-02T03:04:05Z",
 *  "origin":{"topic":"deployments","partition":3,"offset":42,"timestamp":"2026-01-02T03:03:04Z"}}
 * </pre>
 *
 * @param reason why it was not delivered, or null
 * @param attempts HTTP exchanges made, over all retries
 * @param status HTTP status of the last attempt, or null when there was none
 * @param finishedAt when the delivery ended
 * @param origin where the event's record first stood
 */
public record Receipt(
    String eventId,
    String target,
    Outcome outcome,
    @Nullable String reason,
    int attempts,
    @Nullable Integer status,
    Instant finishedAt,
    Origin origin) {
  /** As the schema limits it. */
  private static final int MAX_REASON = 1_024;

  public Receipt {
    // Escaping makes it longer, so what is escaped is cut once more.
    reason = reason == null ? null : Excerpt.of(Excerpt.of(reason, MAX_REASON - 1), MAX_REASON - 1);
  }

  /** How a delivery can end. */
  public enum Outcome {
    /** The target has it. */
    DELIVERED,
    /** It stands in the dead-letter topic. */
    DEAD_LETTERED,
    /** The target's filter did not want it. */
    FILTERED,
    /** Somebody has given up its dead letter. */
    DISCARDED;

    /** The outcome as it stands in JSON. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The record's key. */
  public String key() {
    return eventId + "|" + target;
  }

  /** The partition of all receipts of an event, in a topic of that many. */
  public static int partition(String eventId, int partitions) {
    return Utils.toPositive(Utils.murmur2(eventId.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  /** Time from the record's to the end of the delivery, in milliseconds, not negative. */
  public long latencyMillis() {
    return Math.max(0, finishedAt.toEpochMilli() - origin.timestamp().toEpochMilli());
  }

  /** The record's value. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("eventId", eventId);
    json.put("target", target);
    json.put("outcome", outcome.text());
    if (reason != null) {
      json.put("reason", reason);
    }
    json.put("attempts", attempts);
    if (status != null) {
      json.put("status", status);
    }
    json.put("latencyMs", latencyMillis());
    json.put("finishedAt", finishedAt.toString());
    json.set("origin", origin.toJson());
    return json;
  }

  /** Reads a record's value; empty for what is no receipt. */
  public static Optional<Receipt> read(byte @Nullable [] value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      JsonNode json = EventJson.mapper().readTree(value);
      Optional<Outcome> outcome =
          Arrays.stream(Outcome.values())
              .filter(it -> it.text().equals(json.path("outcome").textValue()))
              .findFirst();
      Optional<Origin> origin = Origin.read(json.path("origin"));
      if (outcome.isEmpty() || origin.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Receipt(
              json.path("eventId").asText(),
              json.path("target").asText(),
              outcome.get(),
              json.path("reason").textValue(),
              json.path("attempts").asInt(),
              json.has("status") ? json.get("status").asInt() : null,
              Instant.parse(json.path("finishedAt").asText()),
              origin.get()));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
