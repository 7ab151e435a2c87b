package io.deploycast.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record first stood, before it travelled through retry topics. As a header: {@code
 * deployments-3@42 2026-01-02T03:04:05.006Z}.
 *
 * @param topic the topic it was first read from
 * @param timestamp the record's time there
 */
public record Origin(String topic, int partition, long offset, Instant timestamp) {
  private static final Pattern TEXT = Pattern.compile("(\\S+)-(\\d{1,9})@(\\d{1,18}) (\\S+)");

  /** The header's text read back; empty when it is not of the form above. */
  public static Optional<Origin> parse(String text) {
    Matcher match = TEXT.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Origin(
              match.group(1),
              Integer.parseInt(match.group(2)),
              Long.parseLong(match.group(3)),
              Instant.parse(match.group(4))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The origin as an object of dead letters and receipts. */
  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("topic", topic)
        .put("partition", partition)
        .put("offset", offset)
        .put("timestamp", timestamp.toString());
  }

  /** That object read back; empty when it is none. */
  static Optional<Origin> read(JsonNode json) {
    try {
      return Optional.of(
          new Origin(
              json.path("topic").asText(),
              json.path("partition").asInt(),
              json.path("offset").asLong(),
              Instant.parse(json.path("timestamp").asText())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "%s-%d@%d %s".formatted(topic, partition, offset, timestamp);
  }
}
