package io.deploycast.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.topology.ScriptedTarget.Attempt;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetter.ValueState;
import io.deploycast.schema.DeadLetterReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTopologyTest extends TopologyCase {
  @Test
  void deliversAtTheFirstAttempt() {
    publish(EVENT);

    assertThat(target.attempts).containsExactly(new Attempt(ID, 1));
    assertThat(driver.producedTopicNames()).isEmpty();
  }

  @Test
  void sendsAFailureToTheFirstRetryTopicWithItsState() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    RecordHeaders own = new RecordHeaders();
    own.add("ce_id", ID.getBytes(UTF_8));
    publish(KEY, EVENT, own);

    TestRecord<byte[], byte[]> retry = output("deployments.audit.retry-1m").readRecord();
    assertThat(retry.key()).isEqualTo(KEY);
    assertThat(retry.value()).isEqualTo(EVENT);
    assertThat(text(retry.headers(), "ce_id")).isEqualTo(ID);
    assertThat(text(retry.headers(), "deploycast-attempt")).isEqualTo("1");
    assertThat(text(retry.headers(), "deploycast-not-before"))
        .isEqualTo(START.plus(MINUTE).toString());
    assertThat(text(retry.headers(), "deploycast-first-failure")).isEqualTo(START.toString());
    assertThat(text(retry.headers(), "deploycast-last-status")).isEqualTo("503");
    assertThat(text(retry.headers(), "deploycast-last-error"))
        .isEqualTo("HTTP 503 Service Unavailable");
    assertThat(text(retry.headers(), "deploycast-origin"))
        .isEqualTo("deployments-0@0 2026-01-02T03:04:05Z");
  }

  @Test
  void attemptsAgainWhenDueAndNotBefore() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    publish(EVENT);
    target.answer = ScriptedTarget.DELIVERED;

    pass(MINUTE.minusMillis(20));
    assertThat(target.attempts).hasSize(1);
    pass(Duration.ofMillis(20));

    assertThat(target.attempts).containsExactly(new Attempt(ID, 1), new Attempt(ID, 2));
    assertThat(driver.producedTopicNames()).containsExactly("deployments.audit.retry-1m");
  }

  @Test
  void buriesWhatFailedAtEveryAttempt() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    publish(EVENT);
    pass(MINUTE);
    pass(Duration.ofMinutes(5).plusSeconds(1));
    pass(Duration.ofSeconds(1));

    assertThat(target.attempts)
        .containsExactly(new Attempt(ID, 1), new Attempt(ID, 2), new Attempt(ID, 3));
    DeadLetter dead = deadLetter();
    assertThat(dead.key()).isEqualTo("audit|" + ID);
    assertThat(dead.eventId()).isEqualTo(ID);
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.EXHAUSTED);
    assertThat(dead.attempts()).isEqualTo(3);
    assertThat(dead.lastStatus()).isEqualTo(503);
    assertThat(dead.firstFailure()).isEqualTo(START);
    assertThat(dead.failedAt()).isAfterOrEqualTo(START.plus(MINUTE).plus(Duration.ofMinutes(5)));
    assertThat(dead.origin().toString()).isEqualTo("deployments-0@0 2026-01-02T03:04:05Z");
    assertThat(dead.value()).isEqualTo(ValueState.ORIGINAL);
    assertThat(dead.valueBytes()).isEqualTo(EVENT);
    assertThat(dead.redrives()).isZero();
  }

  @Test
  void keepsTheHeaderSetOverManyHops() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    publish(EVENT);
    TestRecord<byte[], byte[]> first = output("deployments.audit.retry-1m").readRecord();
    pass(MINUTE);
    TestRecord<byte[], byte[]> second = output("deployments.audit.retry-5m").readRecord();

    assertThat(names(second.headers())).isEqualTo(names(first.headers())).doesNotHaveDuplicates();
    assertThat(text(second.headers(), "deploycast-attempt")).isEqualTo("2");
    assertThat(text(second.headers(), "deploycast-first-failure")).isEqualTo(START.toString());
  }

  private static List<String> names(Headers headers) {
    return Arrays.stream(headers.toArray()).map(header -> header.key()).sorted().toList();
  }

  @Test
  void buriesAPermanentFailureAfterOneAttempt() {
    target.answer = ScriptedTarget.REJECTED;
    publish(EVENT);

    DeadLetter dead = deadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.REJECTED);
    assertThat(dead.attempts()).isEqualTo(1);
    assertThat(dead.lastStatus()).isEqualTo(400);
    assertThat(target.attempts).hasSize(1);
  }

  @Test
  void ignoresControlHeadersThatAProducerForged() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    RecordHeaders forged = new RecordHeaders();
    forged.add(ControlHeaders.ATTEMPT, "999".getBytes(UTF_8));
    forged.add(ControlHeaders.NOT_BEFORE, "2099-01-01T00:00:00Z".getBytes(UTF_8));
    forged.add("deploycast-unheard-of", "x".getBytes(UTF_8));
    publish(KEY, EVENT, forged);

    assertThat(target.attempts).containsExactly(new Attempt(ID, 1));
    Headers headers = output("deployments.audit.retry-1m").readRecord().headers();
    assertThat(text(headers, ControlHeaders.ATTEMPT)).isEqualTo("1");
    assertThat(text(headers, "deploycast-unheard-of")).isNull();
  }

  @Test
  void buriesUnreadableValuesWithReasonPointerAndBytes() {
    publish("{".getBytes(UTF_8));
    DeadLetter dead = deadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.INVALID_JSON);
    assertThat(dead.key()).isEqualTo("audit|deployments-0-0");
    assertThat(dead.eventId()).isNull();
    assertThat(dead.attempts()).isZero();
    assertThat(dead.valueBytes()).isEqualTo("{".getBytes(UTF_8));

    publish("{\"id\":\"event-0123456789\",\"release\":7}".getBytes(UTF_8));
    dead = deadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.SCHEMA_INVALID);
    assertThat(dead.pointer()).isIn("/deployedAt", "/release");
    assertThat(dead.key()).isEqualTo("audit|deployments-0-1");
    assertThat(target.attempts).isEmpty();
  }

  @Test
  void buriesANullValueAsZeroBytesNeverAsATombstone() {
    publish(null);

    DeadLetter dead = deadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.NULL_VALUE);
    assertThat(dead.value()).isEqualTo(ValueState.NULL);
    assertThat(dead.valueBytes()).isEmpty();
  }

  @Test
  void deliversARecordWithoutKey() {
    publish(null, EVENT, new RecordHeaders());

    assertThat(target.attempts).containsExactly(new Attempt(ID, 1));
  }

  @Test
  void leavesOutAnEventTheTargetDoesNotWant() {
    target.wanted = Wanted.NO;
    publish(EVENT);

    assertThat(target.attempts).isEmpty();
    assertThat(driver.producedTopicNames()).isEmpty();
  }

  @Test
  void buriesAnEventOnWhichTheFilterFails() {
    target.wanted = new Wanted.Unanswerable("'when' must be a boolean, was a string");
    publish(EVENT);

    DeadLetter dead = deadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.TEMPLATE_ERROR);
    assertThat(dead.error()).isEqualTo("'when' must be a boolean, was a string");
  }

  @Test
  void goesOnAtTheStepThatFailed() {
    target.answer = new Outcome.Retriable("HTTP 500", 500, Trouble.EVENT, null, 1);
    publish(EVENT);

    TestRecord<byte[], byte[]> retry = output("deployments.audit.retry-1m").readRecord();
    assertThat(text(retry.headers(), ControlHeaders.STEP)).isEqualTo("1");
    assertThat(retry(retry)).isEqualTo(new Attempt(ID, 2));
    assertThat(target.progress.stepsDone()).isEqualTo(1);
    assertThat(target.progress.inDoubt()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({", true", "500, false", "502, true", "504, true", "429, false"})
  void knowsAcrossTheRetryTopicWhetherAnAnswerCame(Integer status, boolean inDoubt) {
    target.answer = new Outcome.Retriable("it failed", status);
    publish(EVENT);

    retry(output("deployments.audit.retry-1m").readRecord());
    assertThat(target.progress.inDoubt()).isEqualTo(inDoubt);
  }

  /**
   * What comes of a retry record once it is due, to a service that knows nothing but the record.
   */
  private Attempt retry(TestRecord<byte[], byte[]> record) {
    driver.close();
    open();
    target.answer = ScriptedTarget.DELIVERED;
    driver
        .createInputTopic(
            "deployments.audit.retry-1m", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
    pass(MINUTE);
    return target.attempts.get(target.attempts.size() - 1);
  }

  @Test
  void buriesWhatTheRetryTopicDoesNotTake() {
    driver.close();
    limits.put("deployments.audit.retry-1m", 200);
    open();
    target.answer = ScriptedTarget.UNAVAILABLE;
    publish(EVENT);

    DeadLetter dead = deadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
    assertThat(dead.error()).contains("deployments.audit.retry-1m").contains("HTTP 503");
    assertThat(dead.value()).isEqualTo(ValueState.ORIGINAL);
  }

  @Test
  void leavesTheValueOutWhenTheDeadLetterTopicDoesNotTakeIt() {
    driver.close();
    limits.put("deployments.dlq", 700);
    open();
    target.answer = ScriptedTarget.REJECTED;
    RecordHeaders huge = new RecordHeaders();
    huge.add("mine", new byte[10_000]);
    publish(KEY, EVENT, huge);

    TestRecord<byte[], byte[]> record = output("deployments.dlq").readRecord();
    assertThat(record.value()).isNotNull().isEmpty();
    assertThat(text(record.headers(), ControlHeaders.VALUE)).isEqualTo("too-large");
    assertThat(text(record.headers(), ControlHeaders.REASON)).isEqualTo("REJECTED");
    assertThat(record.headers().lastHeader("mine")).isNull();
  }
}
