package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.flow.finished.FinishedOffsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What the stream thread does around a poll, and what it asks before one. */
class TargetFlowTest {
  private static final Outcome OK = new Outcome.Delivered(200);
  private static final TopicPartition LOG = new TopicPartition("deployments", 0);
  private static final TopicPartition RETRY = new TopicPartition("deployments.audit.retry-1m", 0);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration DELAY = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofSeconds(1);

  /** Deliveries waiting at which nothing more is read. */
  private static final int ENOUGH = 1_000;

  private final HeldTarget target = new HeldTarget();
  private final DueGate gate = new DueGate(DELAY);
  private long nanos;
  private final TargetFlow flow =
      new TargetFlow(
          new Dispatcher(
              target,
              new TargetHealth(1, new Random(1), (state, error) -> {}),
              Pace.of(null),
              DeliveryListener.NONE,
              InstantSource.system(),
              () -> nanos),
          EndLog.NONE,
          DeliveryListener.NONE);
  private final Deliveries events = new Deliveries(flow.open(LOG));
  private final Deliveries retries = new Deliveries(flow.open(RETRY, gate));

  private Delivery hold(Duration wait) {
    Delivery delivery = retries.next();
    gate.hold(delivery, NOW.plus(wait), NOW, nanos);
    return delivery;
  }

  private boolean holds(TopicPartition partition) {
    return flow.holds(nanos).on(partition, false);
  }

  @Test
  void startsARetryWhenItIsDueAndNotBefore() {
    Delivery retry = hold(DELAY);
    assertThat(flow.pollBound(Duration.ofMinutes(5), nanos)).isEqualTo(DELAY);

    flow.startDue(DELAY.toNanos() - 1);
    assertThat(target.started).isEmpty();
    flow.startDue(DELAY.toNanos());

    assertThat(target.started).containsExactly(retry.event().id());
    assertThat(holds(RETRY)).isFalse();
  }

  @Test
  void leavesWhatIsDueWhereItIsUntilThereIsRoomAndDoesNotLookForItAllTheTime() {
    for (int i = 0; i < ENOUGH + 5; i++) {
      hold(Duration.ZERO);
    }
    flow.startDue(nanos);

    assertThat(flow.dispatcher().waiting()).isEqualTo(ENOUGH);
    assertThat(gate.isDue(nanos)).isTrue();
    assertThat(flow.pollBound(LONG, nanos)).isEqualTo(Duration.ofMillis(10));
    assertThat(holds(LOG)).isFalse();

    while (flow.dispatcher().waiting() > ENOUGH / 2) {
      target.endFirst(OK);
    }
    flow.startDue(nanos);

    assertThat(gate.isHolding()).isFalse();
    assertThat(flow.dispatcher().waiting()).isEqualTo(ENOUGH / 2 + 4);
  }

  @Test
  void startsNothingMoreOfWhatDrains() {
    hold(Duration.ZERO);
    flow.drain();
    flow.startDue(nanos);

    assertThat(target.started).isEmpty();
    assertThat(flow.pollBound(LONG, nanos)).isEqualTo(Duration.ofMillis(10));
    assertThat(holds(LOG)).isTrue();
    assertThat(holds(RETRY)).isTrue();
  }

  @Test
  void startsNothingOfAPartitionThatWasGivenAway() {
    hold(Duration.ZERO);
    flow.close(List.of(RETRY));
    flow.startDue(nanos);

    assertThat(target.started).isEmpty();
    assertThat(flow.pollBound(LONG, nanos)).isEqualTo(LONG);
  }

  @Test
  void countsOnlyPartitionsThatTheConsumerWasGiven() {
    flow.assigned(List.of(LOG));
    assertThat(flow.partitions()).containsExactly(events.flow);
    assertThat(flow.withoutPosition()).containsExactly(events.flow);

    flow.assigned(List.of(RETRY));
    assertThat(flow.partitions()).containsExactlyInAnyOrder(events.flow, retries.flow);
    flow.close(List.of(LOG));
    assertThat(flow.partitions()).containsExactly(retries.flow);
  }

  @Test
  void holdsRetriesWithTheLogWhileThatGoesOutQuicklyAndNotWhenItIsSlow() {
    for (int i = 0; i <= ENOUGH; i++) {
      flow.submit(events.next());
    }
    assertThat(holds(LOG)).isTrue();
    assertThat(holds(RETRY)).isTrue();

    nanos += Duration.ofMillis(500).toNanos();

    assertThat(holds(LOG)).isTrue();
    assertThat(holds(RETRY)).isFalse();
  }

  @Test
  void holdsAPartitionWhoseHeadIsNotDueOrWaitsForASchemaAndNoOther() {
    hold(DELAY);
    assertThat(holds(RETRY)).isTrue();
    assertThat(holds(LOG)).isFalse();

    events.flow.awaitSchema(true);

    assertThat(holds(LOG)).isTrue();
    assertThat(flow.pollBound(LONG, nanos)).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void looksOftenWhileCallsAreOpenOrFailuresAreToBeForwarded() {
    assertThat(flow.pollBound(LONG, nanos)).isEqualTo(LONG);

    flow.submit(events.next());
    assertThat(flow.pollBound(LONG, nanos)).isEqualTo(Duration.ofMillis(10));
    target.endFirst(new Outcome.Retriable("HTTP 500", 500));

    assertThat(flow.dispatcher().inFlight()).isZero();
    assertThat(flow.pollBound(LONG, nanos)).isEqualTo(Duration.ofMillis(10));
    assertThat(events.flow.nextFailure()).isNotNull();
    assertThat(flow.pollBound(LONG, nanos)).isEqualTo(LONG);
  }

  @Test
  void isAtRestWhenAllThatWasReadHasItsEndAndIsCommitted() {
    List<Boolean> rest = new ArrayList<>();
    rest.add(events.flow.isAtRest());
    flow.submit(events.next());
    rest.add(events.flow.isAtRest());
    target.endFirst(OK);
    rest.add(events.flow.isAtRest());
    events.flow.committed(1, FinishedOffsets.NONE);
    rest.add(events.flow.isAtRest());
    flow.submit(events.next());
    rest.add(events.flow.isAtRest());

    assertThat(rest).containsExactly(true, false, false, true, false);
  }

  /** Polls every 10 ms of which each gives a record of the log; how often the others are read. */
  private int readsWhileTheLogIsBusy(TopicPartition partition, Duration time) {
    int reads = 0;
    for (Duration at = Duration.ZERO; at.compareTo(time) < 0; at = at.plusMillis(10)) {
      reads += holds(partition) ? 0 : 1;
      ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("deployments", 0, 0, null, null);
      flow.polled(new ConsumerRecords<>(Map.of(LOG, List.of(record)), Map.of()), nanos);
      nanos += Duration.ofMillis(10).toNanos();
    }
    return reads;
  }

  @Test
  void readsQuietRetryAndRedriveTopicsOnlyNowAndThenWhileTheLogIsBusy() {
    TopicPartition redrive = new TopicPartition("deployments.audit.redrive", 0);
    flow.openRedrive(redrive);
    readsWhileTheLogIsBusy(RETRY, Duration.ofSeconds(5));
    readsWhileTheLogIsBusy(redrive, Duration.ofSeconds(5));

    assertThat(readsWhileTheLogIsBusy(LOG, Duration.ofSeconds(1))).isEqualTo(100);
    assertThat(readsWhileTheLogIsBusy(RETRY, Duration.ofSeconds(1))).isEqualTo(10);
    assertThat(readsWhileTheLogIsBusy(redrive, Duration.ofSeconds(1))).isEqualTo(10);
  }

  @Test
  void readsRetriesAllTheTimeWhileSomeAreOpenOrTheirDelayIsShort() {
    TopicPartition soon = new TopicPartition("deployments.audit.retry-5s", 0);
    flow.open(soon, new DueGate(Duration.ofSeconds(5)));
    readsWhileTheLogIsBusy(RETRY, Duration.ofSeconds(5));

    assertThat(readsWhileTheLogIsBusy(soon, Duration.ofSeconds(5))).isEqualTo(500);
    Delivery retry = hold(Duration.ZERO);
    flow.startDue(nanos);
    assertThat(readsWhileTheLogIsBusy(RETRY, Duration.ofSeconds(5))).isEqualTo(500);
    target.end(retry, OK);
    assertThat(readsWhileTheLogIsBusy(RETRY, Duration.ofMillis(2_500))).isEqualTo(250);
    assertThat(readsWhileTheLogIsBusy(RETRY, Duration.ofSeconds(1))).isLessThan(20);
  }
}
