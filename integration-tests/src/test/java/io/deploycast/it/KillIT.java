package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.DeploymentEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
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

  /** What is in flight, and what 200 events a second finish in a commit interval and an attempt. */
  private static final int REPEATS_ALLOWED_PER_KILL = 64 + 200 * (1 + 3);

  /** How long before a kill a delivery may have ended and yet be repeated: interval and attempt. */
  private static final Duration EXPLAINED = Duration.ofSeconds(1 + 3);

  /**
   * How long after a kill the next process delivers again: its start, and the dead one's session.
   */
  private static final Duration BACK = Duration.ofSeconds(15);

  private final Installation installation = Installation.onSharedBroker("kill");
  private final List<AppProcess> apps = new ArrayList<>();
  private final ExecutorService load = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    load.shutdownNow();
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

  /** Publishes evenly at a rate, in the background. */
  private Future<?> publishing(int count, int perSecond) {
    return load.submit(
        () -> {
          long began = System.nanoTime();
          for (int i = 0; i < count; i++) {
            long due = began + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() - due < 0) {
              LockSupport.parkNanos(due - System.nanoTime());
            }
            installation.publish(event(id("load", i), "service-" + i % 40));
          }
          installation.flush();
        });
  }

  private static Set<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> id("load", i)).collect(Collectors.toSet());
  }

  private void awaitAll(int count) {
    for (String name : TARGETS) {
      await(name)
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(missing(name, count))
                      .as("events missing at target '%s'", name)
                      .isEmpty());
    }
  }

  private Set<String> missing(String name, int count) {
    Set<String> missing = new HashSet<>(ids(count));
    missing.removeAll(installation.target(name).deliveredIds());
    return missing;
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
    Future<?> load = publishing(count, 200);
    List<Long> kills = new ArrayList<>();
    for (int kill = 0; kill < 3; kill++) {
      int some = 100 + random.nextInt(300);
      long seen = installation.target("one").statistics().requests();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> installation.target("one").statistics().requests() >= seen + some);
      app.kill();
      kills.add(System.nanoTime());
      for (String name : TARGETS) {
        expectCommitsBelowUnfinished(name);
      }
      app = startApp();
      assertThat(Duration.ofNanos(System.nanoTime() - kills.get(kill))).isLessThan(BACK);
    }
    load.get();
    awaitAll(count);

    for (String name : TARGETS) {
      expectExplainedRepeats(name, kills);
      assertThat(installation.deadLetters(name)).isEmpty();
    }
  }

  private void expectExplainedRepeats(String name, List<Long> kills) {
    Map<String, List<RecordedRequest>> byId =
        installation.target(name).requests().stream()
            .filter(RecordedRequest::delivered)
            .collect(Collectors.groupingBy(RecordedRequest::eventId));
    long repeats = byId.values().stream().mapToLong(requests -> requests.size() - 1).sum();
    List<String> unexplained =
        byId.entrySet().stream()
            .filter(entry -> entry.getValue().size() > 1)
            .filter(entry -> !isExplained(entry.getValue(), kills))
            .map(Map.Entry::getKey)
            .toList();
    LOG.atWarn().log("{}: {} repeats after {} kills", name, repeats, kills.size());
    assertThat(unexplained).isEmpty();
    assertThat(repeats).isLessThanOrEqualTo((long) kills.size() * REPEATS_ALLOWED_PER_KILL);
  }

  /** Every copy but the last ended shortly before a kill that the next one followed. */
  private static boolean isExplained(List<RecordedRequest> requests, List<Long> kills) {
    for (int i = 0; i + 1 < requests.size(); i++) {
      long first = requests.get(i).arrivedNanos();
      long second = requests.get(i + 1).arrivedNanos();
      boolean explained =
          kills.stream()
              .anyMatch(
                  kill -> first <= kill && kill <= second && kill - first <= EXPLAINED.toNanos());
      if (!explained) {
        return false;
      }
    }
    return true;
  }

  @Test
  void repeatsNothingWhenTerminatedUnderLoad() throws Exception {
    int count = 1_200;
    startTargets(Behaviour.latency(Duration.ofMillis(200)));
    AppProcess app = startApp();
    Future<?> load = publishing(count, 200);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> installation.target("one").deliveredIds().size() > 200);

    Duration took = app.terminate(Duration.ofSeconds(30));
    LOG.atWarn().log("stopped within {} ms", took.toMillis());
    assertThat(app.exitCode()).isEqualTo(143);
    assertThat(took).isLessThan(Duration.ofSeconds(3 + 1 + 5));

    startApp();
    load.get();
    awaitAll(count);
    for (String name : TARGETS) {
      assertThat(installation.target(name).duplicateIds()).isEmpty();
    }
  }

  @Test
  void letsASecondInstanceTakeOverFromAKilledOne() throws Exception {
    int count = 600;
    startTargets(Behaviour.ok());
    AppProcess first = startApp();
    startApp();
    Future<?> load = publishing(count, 100);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> installation.target("one").deliveredIds().size() > 100);

    first.kill();

    load.get();
    awaitAll(count);
  }

  @Test
  void repeatsNothingWhenInstancesJoinAndLeaveUnderLoad() throws Exception {
    int count = 1_500;
    startTargets(Behaviour.latency(Duration.ofMillis(50)));
    AppProcess first = startApp();
    Future<?> load = publishing(count, 100);
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

    load.get();
    awaitAll(count);
    for (String name : TARGETS) {
      assertThat(installation.target(name).duplicateIds()).as(name).isEmpty();
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
