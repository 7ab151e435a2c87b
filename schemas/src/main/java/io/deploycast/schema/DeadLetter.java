package io.deploycast.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the dead-letter topic, read: a delivery that ended without success, with its facts.
 *
 * @param key {@code <target>|<event id>}, or {@code <target>|<topic>-<partition>-<offset>} when the
 *     value has no readable id
 * @param service what was deployed, as far as the value says so, or null
 * @param error what went wrong, in words
 * @param pointer JSON pointer to the first error of an unreadable value, or null
 * @param attempts HTTP exchanges made, over all retries
 * @param lastStatus HTTP status of the last attempt, or null when there was no answer
 * @param failedAt when the delivery was given up: the dead letter's own record time
 * @param redrives how often it has been redriven
 * @param valueBytes the original bytes; empty when {@code value} is not {@code ORIGINAL}
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes are handed on, never compared.
public record DeadLetter(
    String key,
    String target,
    @Nullable String eventId,
    @Nullable String service,
    DeadLetterReason reason,
    String error,
    @Nullable String pointer,
    int attempts,
    @Nullable Integer lastStatus,
    @Nullable Instant firstFailure,
    Instant failedAt,
    int redrives,
    Origin origin,
    ValueState value,
    byte[] valueBytes) {

  /** What became of the original value. */
  public enum ValueState {
    ORIGINAL,
    NULL,
    TOO_LARGE;

    /** The state as it stands in the header. */
    public String headerText() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ValueState ofHeaderText(String text) {
      return Arrays.stream(values())
          .filter(state -> state.headerText().equals(text))
          .findFirst()
          .orElse(ORIGINAL);
    }
  }

  /** The key of the dead letter of one event and target. */
  public static String keyOf(String target, String eventId) {
    return target + "|" + eventId;
  }

  /** The key of the dead letter of a record without a readable id. */
  public static String keyOf(String target, Origin origin) {
    return "%s|%s-%d-%d".formatted(target, origin.topic(), origin.partition(), origin.offset());
  }

  /**
   * Reads a record of the dead-letter topic; empty for a tombstone and for what is no dead letter.
   */
  public static Optional<DeadLetter> read(ConsumerRecord<byte[], byte[]> dead) {
    if (dead.key() == null || dead.value() == null) {
      return Optional.empty();
    }
    String key = new String(dead.key(), StandardCharsets.UTF_8);
    int bar = key.indexOf('|');
    Headers headers = dead.headers();
    Optional<Origin> origin =
        ControlHeaders.text(headers, ControlHeaders.ORIGIN).flatMap(Origin::parse);
    Optional<DeadLetterReason> reason =
        ControlHeaders.text(headers, ControlHeaders.REASON).flatMap(DeadLetter::reason);
    if (bar < 1 || origin.isEmpty() || reason.isEmpty()) {
      return Optional.empty();
    }
    String target = key.substring(0, bar);
    boolean raw = key.equals(keyOf(target, origin.get()));
    return Optional.of(
        new DeadLetter(
            key,
            target,
            raw ? null : key.substring(bar + 1),
            ServiceName.in(dead.value()),
            reason.get(),
            ControlHeaders.text(headers, ControlHeaders.LAST_ERROR).orElse(""),
            ControlHeaders.text(headers, ControlHeaders.POINTER).orElse(null),
            number(headers, ControlHeaders.ATTEMPT).orElse(0),
            number(headers, ControlHeaders.LAST_STATUS).orElse(null),
            ControlHeaders.text(headers, ControlHeaders.FIRST_FAILURE)
                .flatMap(DeadLetter::instant)
                .orElse(null),
            Instant.ofEpochMilli(dead.timestamp()),
            number(headers, ControlHeaders.REDRIVE).orElse(0),
            origin.get(),
            ValueState.ofHeaderText(ControlHeaders.text(headers, ControlHeaders.VALUE).orElse("")),
            dead.value()));
  }

  /** The JSON that commands and the admin API show, as {@code dead-letter.v1.json} describes it. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", key);
    json.put("target", target);
    if (eventId != null) {
      json.put("eventId", eventId);
    }
    if (service != null) {
      json.put("service", service);
    }
    json.put("reason", reason.name());
    json.put("error", error);
    if (pointer != null) {
      json.put("pointer", pointer);
    }
    json.put("attempts", attempts);
    if (lastStatus != null) {
      json.put("lastStatus", lastStatus);
    }
    if (firstFailure != null) {
      json.put("firstFailure", firstFailure.toString());
    }
    json.put("failedAt", failedAt.toString());
    json.put("redrives", redrives);
    json.set("origin", origin.toJson());
    json.put("value", value.headerText());
    if (value == ValueState.ORIGINAL) {
      json.put("valueBytes", Base64.getEncoder().encodeToString(valueBytes));
    }
    return json;
  }

  private static Optional<DeadLetterReason> reason(String text) {
    return Arrays.stream(DeadLetterReason.values())
        .filter(reason -> reason.name().equals(text))
        .findFirst();
  }

  private static Optional<Integer> number(Headers headers, String name) {
    try {
      return ControlHeaders.text(headers, name).map(Integer::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
