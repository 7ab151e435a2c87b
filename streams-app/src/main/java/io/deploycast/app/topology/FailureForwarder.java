package io.deploycast.app.topology;

import io.deploycast.app.deadletter.DeadLetterRecords;
import io.deploycast.app.deadletter.DeadLetterRecords.Cause;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.flow.Delivery;
import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.app.flow.FailedAttempt;
import io.deploycast.app.flow.Message;
import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.app.flow.Redelivered;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what became of a task's deliveries, as far as topics have to know: failures, and ends
 * of redriven ones. Belongs to the stream thread.
 */
final class FailureForwarder {
  private static final Logger LOG = LoggerFactory.getLogger(FailureForwarder.class);

  /** A record's place in the window of its partition. */
  record Place(PartitionFlow flow, long slot) {}

  private final TargetContext target;
  private final ProcessorContext<byte[], byte[]> context;
  private final DeadLetterRecords deadLetters;

  FailureForwarder(TargetContext target, ProcessorContext<byte[], byte[]> context) {
    this.target = target;
    this.context = context;
    this.deadLetters =
        new DeadLetterRecords(
            target.name(),
            target.topics().deadLetters(),
            target.limits(),
            target.replay() == null ? null : target.replay().text());
  }

  /** Sends the record on to the retry topic whose turn it is, or ends its delivery; finishes it. */
  void retryOrBury(FailedAttempt failed) {
    Delivery delivery = failed.delivery();
    Outcome.Failed outcome = failed.outcome();
    Progress after = delivery.progress().failedAt(failed.at());
    String eventId = delivery.event().id();
    LOG.atDebug()
        .addKeyValue("target", target.name())
        .addKeyValue("eventId", eventId)
        .addKeyValue("attempt", after.attemptsMade())
        .addKeyValue("statusCode", outcome.status())
        .addKeyValue("error", outcome.error())
        .log("attempt failed");
    if (outcome instanceof Outcome.Expired expired) {
      Cause cause = new Cause(DeadLetterReason.EXPIRED, expired.error(), null, null);
      bury(delivery, delivery.progress(), cause);
      return;
    }
    if (outcome instanceof Outcome.Permanent permanent) {
      Cause cause = new Cause(permanent.reason(), permanent.error(), null, permanent.status());
      bury(delivery, after, cause);
      return;
    }
    Optional<Duration> backoff = target.retry().backoffAfter(after.attemptsMade());
    if (backoff.isEmpty()) {
      Cause cause = new Cause(DeadLetterReason.EXHAUSTED, outcome.error(), null, outcome.status());
      bury(delivery, after, cause);
      return;
    }
    String topic = target.retryTopic(backoff.get());
    Message retry =
        marked(
            RetryRecords.of(delivery.message(), after, failed.at().plus(backoff.get()), outcome));
    if (target.limits().fits(topic, retry)) {
      forward(retry, topic, failed.at());
      delivery.flow().finishMoved(delivery.slot());
    } else {
      String error = "the record does not fit topic '%s'; ".formatted(topic) + outcome.error();
      Cause cause = new Cause(DeadLetterReason.TOO_LARGE, error, null, outcome.status());
      bury(delivery, after, cause);
    }
  }

  /**
   * Writes a delivery that was not tried to a retry topic as it is, no attempt counted. When there
   * is no retry topic that takes it, it stays unfinished.
   */
  void handBack(Delivery delivery) {
    int attempts = Math.max(1, delivery.progress().attemptsMade());
    Optional<Duration> backoff = target.retry().backoffAfter(attempts);
    if (backoff.isEmpty()) {
      return;
    }
    Instant now = target.clock().instant();
    String topic = target.retryTopic(backoff.get());
    Message retry = marked(RetryRecords.untried(delivery.message(), delivery.progress(), now));
    if (target.limits().fits(topic, retry)) {
      forward(retry, topic, now);
      delivery.flow().finishMoved(delivery.slot());
    }
  }

  /**
   * Removes the dead letter of a redriven delivery that ended well, and ends it: the offset of the
   * redriven record passes only when Kafka has the removal.
   */
  void removeDeadLetter(Redelivered again) {
    removeDeadLetter(again.delivery());
    again.delivery().flow().endForwarded(again.delivery().slot(), again.end());
  }

  /** Ends a delivery that the target's filter does not want; nothing of it is left to redrive. */
  void filtered(Delivery delivery) {
    DeliveryEnd end = DeliveryEnd.filtered(delivery, target.clock().instant());
    if (delivery.progress().redrive() == null) {
      delivery.flow().end(delivery.slot(), end);
      return;
    }
    removeDeadLetter(delivery);
    delivery.flow().endForwarded(delivery.slot(), end);
  }

  private void removeDeadLetter(Delivery delivery) {
    Message tombstone = deadLetters.removal(delivery.event().id(), delivery.progress());
    forward(tombstone, target.topics().deadLetters(), target.clock().instant());
  }

  /** Ends a delivery as a dead letter. */
  void bury(Delivery delivery, Progress progress, Cause cause) {
    bury(
        delivery.message(),
        delivery.event().id(),
        progress,
        cause,
        new Place(delivery.flow(), delivery.slot()));
  }

  /** Ends a record whose value could not be read as a dead letter. */
  void buryUnreadable(Message message, Progress progress, Cause cause, Place place) {
    bury(message, null, progress, cause, place);
  }

  private void bury(
      Message message, @Nullable String eventId, Progress progress, Cause cause, Place place) {
    LOG.atWarn()
        .addKeyValue("target", target.name())
        .addKeyValue("eventId", eventId)
        .addKeyValue("topic", progress.origin().topic())
        .addKeyValue("partition", progress.origin().partition())
        .addKeyValue("offset", progress.origin().offset())
        .addKeyValue("attempt", progress.attemptsMade())
        .addKeyValue("statusCode", cause.status())
        .addKeyValue("error", cause.reason() + ": " + cause.error())
        .log("delivery ended as a dead letter");
    Message dead = deadLetters.of(message, eventId, progress, cause);
    Instant now = target.clock().instant();
    forward(dead, target.topics().deadLetters(), now);
    DeliveryEnd end =
        new DeliveryEnd(
            eventId,
            Receipt.Outcome.DEAD_LETTERED,
            cause.reason() + ": " + cause.error(),
            progress.attemptsMade(),
            cause.status(),
            progress.redrives(),
            progress.origin(),
            now);
    place.flow().endForwarded(place.slot(), end);
  }

  /** A retry record that says which replay it belongs to, if any. */
  private Message marked(Message retry) {
    if (target.replay() != null) {
      ControlHeaders.replace(retry.headers(), ControlHeaders.REPLAY, target.replay().text());
    }
    return retry;
  }

  /**
   * Sends to a topic with the time of the failure, since an old event's time might be past keeping.
   */
  private void forward(Message message, String topic, Instant time) {
    context.forward(
        new Record<>(message.key(), message.value(), time.toEpochMilli(), message.headers()),
        SourceTopic.sinkName(topic));
  }
}
