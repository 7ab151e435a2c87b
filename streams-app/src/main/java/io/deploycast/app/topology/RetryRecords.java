package io.deploycast.app.topology;

import io.deploycast.app.deadletter.DeadLetterRecords;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Redrive;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.app.flow.Message;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A delivery's state in the headers of a retry record, written and read back:
 *
 * <pre>
 * deploycast-attempt: 2
 * deploycast-not-before: 2026-01-02T03:05:05.006Z
 * deploycast-first-failure: 2026-01-02T03:03:05.006Z
 * deploycast-last-error: HTTP 503 Service Unavailable
 * deploycast-last-status: 503
 * deploycast-origin: deployments-3@42 2026-01-02T03:03:04.999Z
 * deploycast-step: 1
 * deploycast-redrive: 1
 * deploycast-dead-letter: audit|0192f0c1-…
 * </pre>
 *
 * The last two are those of a redriven delivery, and the only ones beside the origin that a record
 * of the redrive topic has.
 */
final class RetryRecords {
  private RetryRecords() {}

  /** The same record with the state after a failed attempt; key and value unchanged. */
  static Message of(Message message, Progress after, Instant notBefore, Outcome.Failed failure) {
    Message retry = untried(message, after, notBefore);
    String error = Excerpt.of(failure.error(), DeadLetterRecords.MAX_ERROR);
    put(retry.headers(), ControlHeaders.LAST_ERROR, error);
    if (failure.status() != null) {
      put(retry.headers(), ControlHeaders.LAST_STATUS, failure.status().toString());
    }
    return retry;
  }

  /** The same record with its state; key and value unchanged. */
  static Message untried(Message message, Progress progress, Instant notBefore) {
    Headers headers = new RecordHeaders(message.headers().toArray());
    ControlHeaders.removeAll(headers);
    put(headers, ControlHeaders.ATTEMPT, Integer.toString(progress.attemptsMade()));
    put(headers, ControlHeaders.NOT_BEFORE, notBefore.toString());
    if (progress.firstFailure() != null) {
      put(headers, ControlHeaders.FIRST_FAILURE, progress.firstFailure().toString());
    }
    put(headers, ControlHeaders.ORIGIN, progress.origin().toString());
    if (progress.stepsDone() > 0) {
      put(headers, ControlHeaders.STEP, Integer.toString(progress.stepsDone()));
    }
    if (progress.redrive() != null) {
      put(headers, progress.redrive());
    }
    return new Message(message.key(), message.value(), headers);
  }

  /**
   * The state a retry record carries. A record that carries none was put there by hand: it is
   * treated as due now, with its first attempt still to come.
   *
   * @param here where the record stands now, for want of an origin
   */
  static Progress progress(Headers headers, Origin here) {
    Origin origin =
        ControlHeaders.text(headers, ControlHeaders.ORIGIN).flatMap(Origin::parse).orElse(here);
    Instant firstFailure =
        ControlHeaders.text(headers, ControlHeaders.FIRST_FAILURE)
            .flatMap(RetryRecords::instant)
            .orElse(null);
    int attemptsMade = number(headers, ControlHeaders.ATTEMPT);
    int redrives = number(headers, ControlHeaders.REDRIVE);
    return new Progress(
        attemptsMade,
        firstFailure,
        origin,
        number(headers, ControlHeaders.STEP),
        isInDoubt(headers),
        redrives == 0 ? null : redrive(redrives, headers));
  }

  /**
   * The start of a delivery from the redrive topic. A record without a count was put there by hand,
   * and counts as redriven once.
   *
   * @param here where the record stands now, for want of an origin
   */
  static Progress redriven(Headers headers, Origin here) {
    Origin origin =
        ControlHeaders.text(headers, ControlHeaders.ORIGIN).flatMap(Origin::parse).orElse(here);
    int redrives = Math.max(1, number(headers, ControlHeaders.REDRIVE));
    return Progress.again(origin, redrive(redrives, headers));
  }

  private static Redrive redrive(int count, Headers headers) {
    return new Redrive(
        count, ControlHeaders.text(headers, ControlHeaders.DEAD_LETTER).orElse(null));
  }

  private static void put(Headers headers, Redrive redrive) {
    put(headers, ControlHeaders.REDRIVE, Integer.toString(redrive.count()));
    if (redrive.deadLetterKey() != null) {
      put(headers, ControlHeaders.DEAD_LETTER, redrive.deadLetterKey());
    }
  }

  /** The instant before which the attempt must not start; empty when the record names none. */
  static Optional<Instant> notBefore(Headers headers) {
    return ControlHeaders.text(headers, ControlHeaders.NOT_BEFORE).flatMap(RetryRecords::instant);
  }

  /**
   * Whether the last attempt had no answer of the target's own. A record that was handed back does
   * not say: it may have been attempted while the target was down.
   */
  private static boolean isInDoubt(Headers headers) {
    int status = number(headers, ControlHeaders.LAST_STATUS);
    return Trouble.of(status == 0 ? null : status) == Trouble.OUTAGE;
  }

  private static int number(Headers headers, String name) {
    try {
      return ControlHeaders.text(headers, name)
          .map(Integer::parseInt)
          .filter(number -> number >= 0)
          .orElse(0);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static void put(Headers headers, String name, String text) {
    ControlHeaders.replace(headers, name, text);
  }
}
