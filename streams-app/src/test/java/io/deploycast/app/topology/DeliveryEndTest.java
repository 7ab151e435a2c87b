package io.deploycast.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.Receipt;
import org.junit.jupiter.api.Test;

/** When deliveries count as finished, and that every one is counted. */
class DeliveryEndTest extends TopologyCase {
  @Test
  void finishesASuccessOnlyWhenItsReceiptIsRecorded() {
    publish(EVENT);

    DeliveryEnd end = ends.get(0);
    assertThat(end.eventId()).isEqualTo(ID);
    assertThat(end.outcome()).isEqualTo(Receipt.Outcome.DELIVERED);
    assertThat(end.attempts()).isEqualTo(1);
    assertThat(end.status()).isEqualTo(200);
    assertThat(end.origin().toString()).isEqualTo("deployments-0@0 2026-01-02T03:04:05Z");
    assertThat(watermark()).isZero();
    assertThat(count("delivered")).isZero();

    recordings.get(0).run();

    assertThat(watermark()).isEqualTo(1);
    assertThat(count("delivered")).isEqualTo(1);
  }

  @Test
  void finishesADeadLetterOnlyWhenItsReceiptIsRecorded() {
    target.answer = ScriptedTarget.REJECTED;
    publish(EVENT);

    DeliveryEnd end = ends.get(0);
    assertThat(end.outcome()).isEqualTo(Receipt.Outcome.DEAD_LETTERED);
    assertThat(end.reason()).isEqualTo("REJECTED: HTTP 400 Bad Request");
    assertThat(output("deployments.dlq").readRecord().value()).isEqualTo(EVENT);
    assertThat(watermark()).isZero();

    recordings.get(0).run();

    assertThat(watermark()).isEqualTo(1);
  }

  @Test
  void buriesAnEventThatHasBecomeTooOldWithoutAnAttempt() {
    target.expired = new Outcome.Expired("the deployment was 19h ago");
    publish(EVENT);

    DeadLetter dead = deadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.EXPIRED);
    assertThat(dead.error()).isEqualTo("the deployment was 19h ago");
    assertThat(dead.attempts()).isZero();
    assertThat(target.attempts).isEmpty();
  }

  @Test
  void closesTheBooks() {
    publish(EVENT);
    target.answer = ScriptedTarget.REJECTED;
    publish(EVENT);
    target.wanted = Wanted.NO;
    publish(EVENT);
    target.wanted = Wanted.YES;
    target.answer = ScriptedTarget.UNAVAILABLE;
    publish(EVENT);
    publish(EVENT);
    recordings.forEach(Runnable::run);
    recordings.clear();

    // Two wait in the retry topic.
    assertThat(count("consumed")).isEqualTo(5);
    assertThat(count("delivered")).isEqualTo(1);
    assertThat(count("dead.lettered")).isEqualTo(1);
    assertThat(count("filtered")).isEqualTo(1);
    assertThat(count("retried")).isEqualTo(2);

    target.answer = ScriptedTarget.DELIVERED;
    pass(MINUTE);
    pass(MINUTE);
    recordings.forEach(Runnable::run);

    assertThat(count("consumed")).isEqualTo(5);
    assertThat(count("delivered")).isEqualTo(3);
  }

  private long watermark() {
    return flow.partitions().stream()
        .filter(PartitionFlow::isFirst)
        .findFirst()
        .orElseThrow()
        .window()
        .watermark();
  }
}
