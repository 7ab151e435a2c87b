package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import io.deploycast.schema.topic.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Where a target begins to read the log when it has never run before. */
public sealed interface StartFrom {

  /** That long before the first start. */
  record Ago(Duration duration) implements StartFrom {
    @Override
    public String toString() {
      return DurationText.format(duration);
    }
  }

  /** Events recorded at that instant or later. */
  record At(Instant instant) implements StartFrom {
    @Override
    public String toString() {
      return instant.toString();
    }
  }

  /** The whole log. */
  record Earliest() implements StartFrom {
    @Override
    public String toString() {
      return "earliest";
    }
  }

  /** Only what is announced from now on. */
  record Latest() implements StartFrom {
    @Override
    public String toString() {
      return "latest";
    }
  }

  /** A day: a new target shows what was deployed recently, and is not flooded with history. */
  StartFrom DEFAULT = new Ago(Duration.ofHours(24));

  /**
   * Reads {@code earliest}, {@code latest}, a duration such as {@code 24h}, or an RFC 3339 instant.
   *
   * @throws IllegalArgumentException for any other text; the message is to be read after the
   *     subject
   */
  static StartFrom parse(String text) {
    return switch (text) {
      case "earliest" -> new Earliest();
      case "latest" -> new Latest();
      default -> parseTime(text);
    };
  }

  private static StartFrom parseTime(String text) {
    try {
      return new At(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notAnInstant) {
      // It may still be a duration.
    }
    try {
      return new Ago(DurationText.parse(text));
    } catch (IllegalArgumentException notADuration) {
      throw new IllegalArgumentException(
          "must be earliest, latest, a duration such as 24h, or an instant such as"
              + " 2026-01-31T00:00:00Z, was '"
              + Excerpt.of(text)
              + "'",
          notADuration);
    }
  }
}
