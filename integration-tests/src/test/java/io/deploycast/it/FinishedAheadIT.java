package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.app.flow.finished.OffsetMetadata;
import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is finished behind a slow event, and what a kill makes of it. */
class FinishedAheadIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int COUNT = 600;
  private static final int RETRIED = 3;
  private static final String ONE = "target=\"one\"";
  private static final String SLOW = id("slow", 0);

  private final Installation installation = Installation.onSharedBroker("ahead");

  @AfterEach
  void close() {
    installation.close();
  }

  /** A stable name, so that the next process need not wait for the dead one's session to end. */
  private AppProcess start() {
    return AppProcess.startReady(
        installation.yaml(
            "timeout: 30s, retry: [ { delay: 1s, attempts: 2 } ]", "instance: { id: ahead }"));
  }

  /** Offsets of a topic that count as finished by what is committed. */
  private long finished(String topic) throws Exception {
    String group = installation.topics.deployments() + ".one";
    long finished = 0;
    for (var committed :
        installation
            .admin()
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get()
            .entrySet()) {
      OffsetAndMetadata position = committed.getValue();
      if (committed.getKey().topic().equals(topic)) {
        finished +=
            position.offset()
                + OffsetMetadata.finished(position.metadata(), position.offset()).count();
      }
    }
    return finished;
  }

  @Test
  void repeatsNothingThatWasCommittedAsFinishedBehindASlowEvent() throws Exception {
    // Fewer than would look like an outage.
    List<String> failing = List.of(id("load", 7), id("load", 200), id("load", 555));
    Behaviour others = Behaviour.answers(500, 200).forEvents(Set.copyOf(failing), Behaviour.ok());
    SimulatedTarget target =
        SimulatedTarget.start(Behaviour.hang().forEvents(Set.of(SLOW), others));
    installation.target("one", target);
    String log = installation.topics.deployments();
    try (AppProcess first = start()) {
      installation.publish(event(SLOW, "slow"));
      installation.publish("load", COUNT, 50);
      await().atMost(SOON).until(() -> target.deliveredIds().size() == COUNT);
      await()
          .atMost(SOON)
          .until(() -> finished(log) == COUNT && finished(log + ".one.retry-1s") == RETRIED);
      first.kill();
    }
    target.behave(others);
    try (AppProcess second = start()) {
      installation.awaitAllDelivered(SOON);
      await()
          .atMost(SOON)
          .until(
              () ->
                  finished(log) == COUNT + 1
                      && second.meter("deploycast_lag_events", ONE) == 0
                      && second.meter("deploycast_events_pending", ONE) == 0);

      installation.verdict("one", List.of()).expect(Guarantee.NOTHING_REPEATED, Guarantee.values());
      assertThat(second.meter("deploycast_events_consumed_total", ONE)).isEqualTo(1);
      assertThat(second.meter("deploycast_events_delivered_total", ONE)).isEqualTo(1);
    }
    // The slow one was called once in each life, the failing ones twice in the first.
    assertThat(target.statistics().requests()).isEqualTo(COUNT + RETRIED + 2);
  }
}
