package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Disruption;
import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.it.guarantee.Verdict;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Instances that are restarted one by one, and one that stands still and comes back. */
class ProcessFaultIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int CONCURRENCY = 64;
  private static final int PER_SECOND = 200;
  private static final Duration[] BACKOFFS = {Duration.ofSeconds(2), Duration.ofSeconds(6)};
  private static final String DEFAULTS =
      "timeout: 3s, concurrency: 64, retry: [ { delay: 2s, attempts: 1 }, { delay: 6s, attempts: 3 } ]";

  /** How long before a disruption a delivery may have ended: a commit interval and an attempt. */
  private static final Duration REACH = Duration.ofSeconds(1 + 3);

  private final Installation installation = Installation.onSharedBroker("process");
  private final List<AppProcess> apps = new ArrayList<>();

  @AfterEach
  void close() {
    apps.forEach(AppProcess::close);
    installation.close();
  }

  private void startTargets() {
    installation.target("one", SimulatedTarget.start(Behaviour.latency(Duration.ofMillis(20))));
    installation.target("two", SimulatedTarget.start(Behaviour.everyNth(10, 503)));
  }

  private AppProcess startApp() {
    AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS));
    apps.add(app);
    return app;
  }

  private void awaitPublished(Load load, int count) {
    await().atMost(SOON).until(() -> load.published() >= count);
  }

  /** The default scenario of the guarantee kit. */
  private void restartOneByOne(int count, int rounds) throws Exception {
    startTargets();
    for (int i = 0; i < 3; i++) {
      startApp();
    }
    try (Load load = Load.start(installation, count, PER_SECOND)) {
      for (int round = 0; round < rounds; round++) {
        awaitPublished(load, (round + 1) * count / (rounds + 1));
        for (int i = 0; i < 3; i++) {
          try (AppProcess oldest = apps.remove(0)) {
            oldest.terminate(Duration.ofSeconds(20));
          }
          startApp();
        }
      }
      load.await();
    }
    installation.awaitAllDelivered(SOON);
    for (String name : installation.targetNames()) {
      installation
          .verdict(name, List.of(), BACKOFFS)
          .expect(
              Guarantee.NOTHING_MISSING,
              Guarantee.NOTHING_REPEATED,
              Guarantee.NOTHING_UNEXPLAINED,
              Guarantee.NOTHING_EARLY,
              Guarantee.IN_ORDER,
              Guarantee.NO_DEAD_LETTER);
    }
  }

  @Test
  void keepsEveryGuaranteeWhenThreeInstancesAreRestartedOneByOne() throws Exception {
    restartOneByOne(3_000, 1);
  }

  @Test
  @Tag("nightly")
  void keepsEveryGuaranteeWhenThreeInstancesAreRestartedOneByOneFiveTimes() throws Exception {
    restartOneByOne(20_000, 5);
  }

  @Test
  @Tag("nightly")
  void losesNothingToAnInstanceThatStoodStillForLongerThanItsSession() throws Exception {
    startTargets();
    AppProcess zombie = startApp();
    startApp();
    List<Disruption> disruptions = new ArrayList<>();
    Map<TopicPartition, Long> committed = new HashMap<>();
    try (Load load = Load.start(installation, 4_000, PER_SECOND)) {
      awaitPublished(load, 600);
      long frozen = System.nanoTime();
      zombie.freeze();
      await()
          .pollDelay(Duration.ofSeconds(12))
          .atMost(SOON)
          .untilAsserted(() -> expectAscending(committed));
      zombie.thaw();
      await()
          .during(Duration.ofSeconds(3))
          .atMost(SOON)
          .untilAsserted(() -> expectAscending(committed));
      disruptions.add(Disruption.since(frozen, REACH));
      load.await();
    }
    installation.awaitAllDelivered(SOON);
    expectAscending(committed);
    for (String name : installation.targetNames()) {
      Verdict verdict =
          installation
              .verdict(name, disruptions, BACKOFFS)
              .expect(
                  Guarantee.NOTHING_MISSING,
                  Guarantee.NOTHING_UNEXPLAINED,
                  Guarantee.NOTHING_EARLY);
      assertThat(verdict.count(Guarantee.NOTHING_REPEATED))
          .isLessThanOrEqualTo(2 * (CONCURRENCY + PER_SECOND * (1 + 3)));
    }
    await().atMost(SOON).until(() -> !zombie.isAlive() || zombie.health().statusCode() == 200);
  }

  /** Nobody ever commits below what was committed before. */
  private void expectAscending(Map<TopicPartition, Long> before) throws Exception {
    for (String name : installation.targetNames()) {
      installation
          .committed(name)
          .forEach(
              (partition, offset) ->
                  before.merge(
                      new TopicPartition(name + " " + partition.topic(), partition.partition()),
                      offset,
                      (older, newer) -> {
                        assertThat(newer)
                            .as("%s of '%s'", partition, name)
                            .isGreaterThanOrEqualTo(older);
                        return newer;
                      }));
    }
  }
}
