package io.deploycast.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.app.flow.SourceKind;
import io.deploycast.app.topology.ScriptedTarget.Attempt;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.Receipt;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Dead letters that were put back: deliveries of their own, whose success removes them. */
class RedriveTopologyTest extends TopologyCase {
  private static final String DEAD_KEY = "audit|" + ID;
  private static final String RAW_KEY = "audit|deployments-0-41";
  private static final String ORIGIN = "deployments-0@41 2025-12-24T03:04:05Z";

  private void redrive(int count, String deadLetterKey, byte[] value) {
    Headers headers = new RecordHeaders();
    ControlHeaders.replace(headers, "ce_id", ID);
    ControlHeaders.replace(headers, ControlHeaders.ORIGIN, ORIGIN);
    ControlHeaders.replace(headers, ControlHeaders.REDRIVE, Integer.toString(count));
    ControlHeaders.replace(headers, ControlHeaders.DEAD_LETTER, deadLetterKey);
    put("deployments.audit.redrive", KEY, value, headers);
  }

  private TestRecord<byte[], byte[]> deadLetterRecord() {
    return output("deployments.dlq").readRecord();
  }

  private void expectTombstone(String key) {
    TestRecord<byte[], byte[]> tombstone = deadLetterRecord();
    assertThat(new String(tombstone.key(), UTF_8)).isEqualTo(key);
    assertThat(tombstone.value()).isNull();
  }

  private long watermark() {
    return flow.partitions().stream()
        .filter(it -> it.kind() == SourceKind.REDRIVE)
        .mapToLong(it -> it.window().watermark())
        .sum();
  }

  @Test
  void removesTheDeadLetterAfterASuccessAndOnlyThenFinishes() {
    redrive(1, DEAD_KEY, EVENT);

    assertThat(target.attempts).containsExactly(new Attempt(ID, 1));
    expectTombstone(DEAD_KEY);
    assertThat(ends.get(0).outcome()).isEqualTo(Receipt.Outcome.DELIVERED);
    assertThat(ends.get(0).attempts()).isEqualTo(1);
    assertThat(ends.get(0).origin().toString()).isEqualTo(ORIGIN);
    assertThat(watermark()).isZero();

    recordings.get(0).run();

    assertThat(watermark()).isEqualTo(1);
  }

  @Test
  void buriesAnewWithTheCountRaisedUnderTheSameKey() {
    target.answer = ScriptedTarget.REJECTED;
    redrive(2, DEAD_KEY, EVENT);

    TestRecord<byte[], byte[]> dead = deadLetterRecord();
    assertThat(new String(dead.key(), UTF_8)).isEqualTo(DEAD_KEY);
    assertThat(dead.value()).isEqualTo(EVENT);
    assertThat(text(dead.headers(), ControlHeaders.REDRIVE)).isEqualTo("2");
    assertThat(text(dead.headers(), ControlHeaders.ORIGIN)).isEqualTo(ORIGIN);
    assertThat(text(dead.headers(), ControlHeaders.KEY)).isEqualTo("shop");
    assertThat(text(dead.headers(), "ce_id")).isEqualTo(ID);
    assertThat(ends.get(0).outcome()).isEqualTo(Receipt.Outcome.DEAD_LETTERED);
  }

  @Test
  void keepsItsCountThroughRetriesAndStillRemovesTheDeadLetter() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    redrive(3, DEAD_KEY, EVENT);

    Headers retry = output("deployments.audit.retry-1m").readRecord().headers();
    assertThat(text(retry, ControlHeaders.ATTEMPT)).isEqualTo("1");
    assertThat(text(retry, ControlHeaders.REDRIVE)).isEqualTo("3");
    assertThat(text(retry, ControlHeaders.DEAD_LETTER)).isEqualTo(DEAD_KEY);

    target.answer = ScriptedTarget.DELIVERED;
    pass(MINUTE);
    pass(Duration.ofMillis(10));

    assertThat(target.attempts).containsExactly(new Attempt(ID, 1), new Attempt(ID, 2));
    expectTombstone(DEAD_KEY);
    assertThat(ends.get(0).attempts()).isEqualTo(2);
  }

  @Test
  void givesAFailedRedriveEveryAttemptOfThePolicyAgain() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    redrive(1, DEAD_KEY, EVENT);
    pass(MINUTE);
    pass(Duration.ofMinutes(5).plusSeconds(1));
    pass(Duration.ofSeconds(1));

    DeadLetter dead = deadLetter();
    assertThat(dead.attempts()).isEqualTo(3);
    assertThat(dead.redrives()).isEqualTo(1);
    assertThat(dead.firstFailure()).isAfterOrEqualTo(START);
  }

  @Test
  void removesTheDeadLetterOfAValueThatCanBeReadNow() {
    redrive(1, RAW_KEY, EVENT);

    expectTombstone(RAW_KEY);
  }

  @Test
  void keepsTheKeyOfADeadLetterThatStillCannotBeRead() {
    redrive(1, RAW_KEY, "{".getBytes(UTF_8));

    DeadLetter dead = deadLetter();
    assertThat(dead.key()).isEqualTo(RAW_KEY);
    assertThat(dead.redrives()).isEqualTo(1);
    assertThat(target.attempts).isEmpty();
  }

  @Test
  void removesTheDeadLetterOfAnEventThatTheTargetNoLongerWants() {
    target.wanted = Wanted.NO;
    redrive(1, DEAD_KEY, EVENT);

    expectTombstone(DEAD_KEY);
    assertThat(ends.get(0).outcome()).isEqualTo(Receipt.Outcome.FILTERED);
  }

  @Test
  void removesOnlyDeadLettersOfItsOwnTarget() {
    redrive(1, "grafana|" + ID, EVENT);

    expectTombstone(DEAD_KEY);
  }

  @Test
  void takesARecordThatSomebodyPutThereByHand() {
    target.answer = ScriptedTarget.REJECTED;
    put("deployments.audit.redrive", KEY, EVENT, new RecordHeaders());

    DeadLetter dead = deadLetter();
    assertThat(dead.key()).isEqualTo(DEAD_KEY);
    assertThat(dead.redrives()).isEqualTo(1);
  }

  @Test
  void ignoresARedriveThatAProducerForgedOnTheLog() {
    Headers forged = new RecordHeaders();
    ControlHeaders.replace(forged, ControlHeaders.REDRIVE, "9");
    ControlHeaders.replace(forged, ControlHeaders.DEAD_LETTER, DEAD_KEY);
    publish(KEY, EVENT, forged);

    assertThat(target.attempts).containsExactly(new Attempt(ID, 1));
    assertThat(driver.producedTopicNames()).isEmpty();
  }

  @Test
  void closesTheBooksOverRedrives() {
    target.answer = ScriptedTarget.REJECTED;
    publish(EVENT);
    target.answer = ScriptedTarget.UNAVAILABLE;
    redrive(1, DEAD_KEY, EVENT);
    target.answer = ScriptedTarget.DELIVERED;
    pass(MINUTE);
    pass(Duration.ofMillis(10));
    recordings.forEach(Runnable::run);

    // One event, two deliveries: the one that was given up, and the redrive.
    assertThat(count("consumed")).isEqualTo(2);
    assertThat(count("delivered")).isEqualTo(1);
    assertThat(count("dead.lettered")).isEqualTo(1);
    assertThat(registry.get("deploycast.delivery.latency").timer().count()).isZero();
  }

  @Test
  void measuresTheAgeOfARedrivenEventFromItsRedrive() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    redrive(1, DEAD_KEY, EVENT);

    assertThat(flow.partitions().stream().filter(it -> it.kind() == SourceKind.RETRY))
        .extracting(PartitionFlow::window)
        .extracting(window -> window.lowestUnfinishedTime().orElse(START.toEpochMilli()))
        .allSatisfy(time -> assertThat(time).isGreaterThanOrEqualTo(START.toEpochMilli()));
  }
}
