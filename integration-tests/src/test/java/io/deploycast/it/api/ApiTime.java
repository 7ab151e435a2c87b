package io.deploycast.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.topic.DurationText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request names. In another unit it would be decades away, which is what tells.
 *
 * @param at JSON pointer into the body
 * @param unit s, ms, ns or iso
 * @param oldest what the API still takes, or null for anything
 */
record ApiTime(String at, String unit, @Nullable Duration oldest) {
  private static final Instant EARLIEST = Instant.parse("2012-01-01T00:00:00Z");
  private static final Duration AHEAD = Duration.ofDays(1);

  static @Nullable ApiTime of(JsonNode node) {
    if (node.isMissingNode()) {
      return null;
    }
    JsonNode oldest = node.path("oldest");
    return new ApiTime(
        node.path("at").asText(),
        node.path("unit").asText(),
        oldest.isMissingNode() ? null : DurationText.parse(oldest.asText()));
  }

  /** What is wrong with it, or null. */
  @Nullable String problem(JsonNode body, Instant now) {
    JsonNode value = body.at(at);
    Instant time;
    try {
      time = instant(value.asText());
    } catch (RuntimeException e) {
      return "%s must be a time in %s, was %s".formatted(at, unit, value);
    }
    if (time.isBefore(EARLIEST) || time.isAfter(now.plus(AHEAD))) {
      return "%s must be a time of these years in %s, was %s".formatted(at, unit, value);
    }
    return oldest != null && time.isBefore(now.minus(oldest))
        ? "%s must not be older than %s, was %s".formatted(at, oldest, time)
        : null;
  }

  private Instant instant(String text) {
    if (unit.equals("iso")) {
      return OffsetDateTime.parse(text).toInstant();
    }
    int digits = unit.equals("s") ? 0 : unit.equals("ms") ? 3 : 9;
    BigDecimal seconds = new BigDecimal(text).movePointLeft(digits);
    return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
  }
}
