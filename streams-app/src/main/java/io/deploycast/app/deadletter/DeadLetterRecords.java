package io.deploycast.app.deadletter;

import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Redrive;
import io.deploycast.app.flow.Message;
import io.deploycast.app.flow.RecordLimits;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetter.ValueState;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.topic.TargetName;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters of one target: the original bytes as value, never null, and all facts as
 * headers. What does not fit the topic loses first its value, then the producer's own headers; the
 * facts always fit. Thread-safe.
 */
public final class DeadLetterRecords {
  /** Longest error text in a header, in characters; the schema's limit for {@code error}. */
  public static final int MAX_ERROR = 1_000;

  private static final byte[] NO_BYTES = new byte[0];

  private final TargetName target;
  private final String topic;
  private final RecordLimits limits;
  private final @Nullable String replay;

  /**
   * @param replay name of the replay whose deliveries these are, or null
   */
  public DeadLetterRecords(
      TargetName target, String topic, RecordLimits limits, @Nullable String replay) {
    this.target = target;
    this.topic = topic;
    this.limits = limits;
    this.replay = replay;
  }

  /**
   * What ended a delivery.
   *
   * @param pointer JSON pointer to the first error of an unreadable value, or null
   * @param status HTTP status of the last attempt, or null
   */
  public record Cause(
      DeadLetterReason reason, String error, @Nullable String pointer, @Nullable Integer status) {}

  /**
   * The dead letter of a record.
   *
   * @param eventId the event's id, or null when it could not be read
   * @param progress the delivery as it ended
   */
  public Message of(Message original, @Nullable String eventId, Progress progress, Cause cause) {
    byte[] key = key(eventId, progress).getBytes(StandardCharsets.UTF_8);
    ValueState state = original.value() == null ? ValueState.NULL : ValueState.ORIGINAL;
    byte[] value = original.value() == null ? NO_BYTES : original.value();
    Headers own = withKey(original);
    Message whole = new Message(key, value, headers(own, progress, cause, state));
    if (limits.fits(topic, whole)) {
      return whole;
    }
    ValueState left = state == ValueState.NULL ? state : ValueState.TOO_LARGE;
    Message bare = new Message(key, NO_BYTES, headers(own, progress, cause, left));
    return limits.fits(topic, bare)
        ? bare
        : new Message(key, NO_BYTES, headers(new RecordHeaders(), progress, cause, left));
  }

  /** The tombstone of a redriven delivery's dead letter. */
  public Message removal(String eventId, Progress progress) {
    return new Message(
        key(eventId, progress).getBytes(StandardCharsets.UTF_8), null, new RecordHeaders());
  }

  /** A redriven delivery keeps the key of its dead letter, also when its value is readable now. */
  private String key(@Nullable String eventId, Progress progress) {
    Redrive redrive = progress.redrive();
    String known = redrive == null ? null : redrive.deadLetterKey();
    if (known != null && known.startsWith(DeadLetter.keyOf(target.text(), ""))) {
      return known;
    }
    return eventId == null
        ? DeadLetter.keyOf(target.text(), progress.origin())
        : DeadLetter.keyOf(target.text(), eventId);
  }

  private Headers headers(Headers original, Progress progress, Cause cause, ValueState state) {
    Headers headers = new RecordHeaders(original.toArray());
    put(headers, ControlHeaders.REASON, cause.reason().name());
    put(headers, ControlHeaders.LAST_ERROR, Excerpt.of(cause.error(), MAX_ERROR));
    put(headers, ControlHeaders.ATTEMPT, Integer.toString(progress.attemptsMade()));
    put(headers, ControlHeaders.ORIGIN, progress.origin().toString());
    put(headers, ControlHeaders.VALUE, state.headerText());
    if (cause.pointer() != null) {
      put(headers, ControlHeaders.POINTER, Excerpt.of(cause.pointer(), MAX_ERROR));
    }
    if (cause.status() != null) {
      put(headers, ControlHeaders.LAST_STATUS, cause.status().toString());
    }
    if (progress.firstFailure() != null) {
      put(headers, ControlHeaders.FIRST_FAILURE, progress.firstFailure().toString());
    }
    if (replay != null) {
      put(headers, ControlHeaders.REPLAY, replay);
    }
    if (progress.redrives() > 0) {
      put(headers, ControlHeaders.REDRIVE, Integer.toString(progress.redrives()));
    }
    return headers;
  }

  /** What the producer gave beside the value, so that a redrive can give it again. */
  private static Headers withKey(Message original) {
    Headers headers = new RecordHeaders(original.headers().toArray());
    ControlHeaders.removeAll(headers);
    if (original.key() != null) {
      headers.add(ControlHeaders.KEY, original.key());
    }
    return headers;
  }

  private static void put(Headers headers, String name, String text) {
    ControlHeaders.replace(headers, name, text);
  }
}
