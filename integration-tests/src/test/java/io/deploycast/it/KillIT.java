package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Disruption;
import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.it.guarantee.Verdict;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.DeploymentEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service killed, stopped and replaced under load: nothing is missing, and repeats have a
 * cause.
 */
class KillIT {
  private static final Logger LOG = LoggerFactory.getLogger(KillIT.class);
  private static final List<String> TARGETS = List.of("one", "two", "three");
  private static final String DEFAULTS =
      "timeout: 3s, concurrency: 64, retry: [ { delay: 1s, attempts: 3 } ]";

  private static final int IN_FLIGHT = 64;

  /** What is in flight, and what 200 events a second finish in a commit interval. */
  private static final long REPEATS_ALLOWED_PER_KILL = IN_FLIGHT + 200;

  /**
   * How long before a kill a delivery may have arrived and yet be repeated: the interval, and what
   * a busy machine takes to record its end and to commit it.
   */
  private static final Duration EXPLAINED = Duration.ofSeconds(1 + 1);

  /**
   * How long after a kill the next process delivers again: its start, and the dead one's session.
   */
  private static final Duration BACK = Duration.ofSeconds(15);

  private final Installation installation = Installation.onSharedBroker("kill");
  private final List<AppProcess> apps = new ArrayList<>();
  private @Nullable Load load;

  @AfterEach
  void close() {
    if (load != null) {
      load.close();
    }
    apps.forEach(AppProcess::close);
    installation.close();
  }

  private void startTargets(Behaviour behaviour) {
    TARGETS.forEach(name -> installation.target(name, SimulatedTarget.start(behaviour)));
  }

  private AppProcess startApp() {
    AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS));
    apps.add(app);
    return app;
  }

  private Load publishing(int count, int perSecond) {
    load = Load.start(installation, count, perSecond);
    return load;
  }

  private void awaitAll(Load load) throws Exception {
    load.await();
    installation.awaitAllDelivered(Duration.ofSeconds(60));
  }

  /** Committed offsets stand below every event that the target does not have yet. */
  private void expectCommitsBelowUnfinished(String name) throws Exception {
    Set<String> delivered = installation.target(name).deliveredIds();
    Map<TopicPartition, Long> committed = installation.committed(name);
    for (ConsumerRecord<byte[], byte[]> record :
        installation.read(installation.topics.deployments())) {
      long offset =
          committed.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
      if (record.offset() < offset) {
        String body = new String(record.value(), StandardCharsets.UTF_8);
        assertThat(delivered.stream().anyMatch(body::contains))
            .as("offset %d of %s passed %s", offset, name, body)
            .isTrue();
      }
    }
  }

  @Test
  void losesNothingWhenKilledThreeTimesUnderLoad() throws Exception {
    int count = 2_000;
    Random random = new Random(20260124);
    startTargets(Behaviour.latency(Duration.ofMillis(20)));
    AppProcess app = startApp();
    Load load = publishing(count, 200);
    List<Disruption> kills = new ArrayList<>();
    Map<String, Long> before = new HashMap<>();
    Map<String, Long> repeatsAllowed = new HashMap<>();
    for (int kill = 0; kill < 3; kill++) {
      int some = 100 + random.nextInt(300);
      long seen = installation.target("one").statistics().requests();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> installation.target("one").statistics().requests() >= seen + some);
      app.kill();
      long killed = System.nanoTime();
      kills.add(Disruption.now(EXPLAINED));
      for (String name : TARGETS) {
        expectCommitsBelowUnfinished(name);
        // While it catches up, all of these may have come within a commit interval.
        long requests = installation.target(name).statistics().requests();
        long sinceStart = requests - before.getOrDefault(name, 0L);
        repeatsAllowed.merge(
            name, Math.max(REPEATS_ALLOWED_PER_KILL, IN_FLIGHT + sinceStart), Long::sum);
        before.put(name, requests);
      }
      app = startApp();
      assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(BACK);
    }
    awaitAll(load);

    for (String name : TARGETS) {
      Verdict verdict =
          installation
              .verdict(name, kills)
              .expect(
                  Guarantee.NOTHING_MISSING,
                  Guarantee.NOTHING_UNEXPLAINED,
                  Guarantee.NO_DEAD_LETTER);
      assertThat((long) verdict.count(Guarantee.NOTHING_REPEATED))
          .isLessThanOrEqualTo(repeatsAllowed.get(name));
    }
  }

  @Test
  void repeatsNothingWhenTerminatedUnderLoad() throws Exception {
    int count = 1_200;
    startTargets(Behaviour.latency(Duration.ofMillis(200)));
    AppProcess app = startApp();
    Load load = publishing(count, 200);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> installation.target("one").deliveredIds().size() > 200);

    Duration took = app.terminate(Duration.ofSeconds(30));
    LOG.atWarn().log("stopped within {} ms", took.toMillis());
    assertThat(app.exitCode()).isEqualTo(143);
    assertThat(took).isLessThan(Duration.ofSeconds(3 + 1 + 5));

    startApp();
    awaitAll(load);
    for (String name : TARGETS) {
      installation.verdict(name, List.of()).expect(Guarantee.NOTHING_REPEATED);
    }
  }

  @Test
  void letsASecondInstanceTakeOverFromAKilledOne() throws Exception {
    int count = 600;
    startTargets(Behaviour.ok());
    AppProcess first = startApp();
    startApp();
    Load load = publishing(count, 100);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> installation.target("one").deliveredIds().size() > 100);

    first.kill();

    awaitAll(load);
  }

  @Test
  @Tag("nightly")
  void repeatsNothingWhenInstancesJoinAndLeaveUnderLoad() throws Exception {
    int count = 1_500;
    startTargets(Behaviour.latency(Duration.ofMillis(50)));
    AppProcess first = startApp();
    Load load = publishing(count, 100);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> installation.target("one").deliveredIds().size() > 100);
    startApp();
    long seen = installation.target("one").deliveredIds().size();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> installation.target("one").deliveredIds().size() > seen + 100);
    first.terminate(Duration.ofSeconds(20));
    startApp();

    awaitAll(load);
    for (String name : TARGETS) {
      installation.verdict(name, List.of()).expect(Guarantee.NOTHING_REPEATED);
    }
  }

  @Test
  void neverResetsTheAttemptsOfAnEventOverARestart() throws Exception {
    DeploymentEvent event = event(id("restart", 0), "shop");
    startTargets(Behaviour.ok());
    installation.target("one").behave(Behaviour.answers(500));
    AppProcess app = startApp();
    installation.publish(event);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> installation.target("one").requestsFor(event.id()).size() == 2);
    app.terminate(Duration.ofSeconds(20));
    startApp();

    await().atMost(Duration.ofSeconds(30)).until(() -> installation.deadLetters("one").size() == 1);
    assertThat(installation.target("one").requestsFor(event.id()))
        .extracting(request -> request.announcedAttempt().orElse(0))
        .containsExactly(1, 2, 3, 4);
  }
}
