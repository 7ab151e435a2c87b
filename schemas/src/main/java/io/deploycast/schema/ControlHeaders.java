package io.deploycast.schema;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Names of the headers that carry a delivery's state through retry topics and into dead letters,
 * all UTF-8 text. They are replaced at each hop, never appended, and ignored on the deployments
 * topic, where anybody can write.
 */
public final class ControlHeaders {
  /** What all of them begin with. */
  public static final String PREFIX = "deploycast-";

  /** Attempts made so far, a decimal number from 1; 0 in a dead letter that was never sent. */
  public static final String ATTEMPT = PREFIX + "attempt";

  /** The instant before which the next attempt must not start, ISO 8601 in UTC. */
  public static final String NOT_BEFORE = PREFIX + "not-before";

  /** The instant at which the first attempt failed, ISO 8601 in UTC. */
  public static final String FIRST_FAILURE = PREFIX + "first-failure";

  /** What the last attempt failed with, in words, at most 1,024 characters. */
  public static final String LAST_ERROR = PREFIX + "last-error";

  /** HTTP status of the last attempt, decimal; absent when there was no answer. */
  public static final String LAST_STATUS = PREFIX + "last-status";

  /** Where the record first stood, see {@link Origin}. */
  public static final String ORIGIN = PREFIX + "origin";

  /** Steps of the target that are done and not repeated, decimal; absent when there is none. */
  public static final String STEP = PREFIX + "step";

  /** A {@link DeadLetterReason}; only in dead letters. */
  public static final String REASON = PREFIX + "reason";

  /** JSON pointer to the first error of an unreadable value; only in dead letters. */
  public static final String POINTER = PREFIX + "pointer";

  /** {@code original}, {@code null} or {@code too-large}, see {@link DeadLetter.ValueState}. */
  public static final String VALUE = PREFIX + "value";

  /** Key of the record as it first stood, its very bytes; absent when it had none. */
  public static final String KEY = PREFIX + "key";

  /** How often its dead letter has been redriven, decimal; absent when it never was. */
  public static final String REDRIVE = PREFIX + "redrive";

  /** Key of the dead letter that a redriven record came from. */
  public static final String DEAD_LETTER = PREFIX + "dead-letter";

  /** Name of the replay that the delivery belongs to; absent outside of replays. */
  public static final String REPLAY = PREFIX + "replay";

  private ControlHeaders() {}

  /** The last header of that name as text; empty when there is none or its value is null. */
  public static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** Sets the header, in place of every one of that name. */
  public static void replace(Headers headers, String name, String text) {
    headers.remove(name);
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Removes every control header, ours or forged. */
  public static void removeAll(Headers headers) {
    for (Header header : headers.toArray()) {
      if (header.key().startsWith(PREFIX)) {
        headers.remove(header.key());
      }
    }
  }
}
