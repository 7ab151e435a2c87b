package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.deadletter.StoredDeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log once more to one target, beside its live group. */
@Isolated("measures a rate")
class ReplayIT {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayIT.class);
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Events published while a replay goes on. */
  private static final int LIVE = 3;

  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]";

  private final Installation installation = Installation.onSharedBroker("replay");
  private final SimulatedTarget tool = SimulatedTarget.start(Behaviour.ok());
  private final List<AppProcess> apps = new ArrayList<>();

  @AfterEach
  void close() {
    apps.forEach(AppProcess::close);
    installation.close();
  }

  private AppProcess startApp() {
    AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS));
    apps.add(app);
    return app;
  }

  private AppProcess replay(String... options) {
    List<String> line = new ArrayList<>(List.of("--target", "tool", "--from", "earliest"));
    line.addAll(List.of(options));
    AppProcess process =
        AppProcess.startCommand(installation.yaml(DEFAULTS), "replay", line.toArray(String[]::new));
    apps.add(process);
    return process;
  }

  private void awaitDelivered(int count) {
    await("%d to be delivered".formatted(count))
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> tool.deliveredIds().size() >= count);
  }

  /** Publishes, and lets it be delivered live, until the live group has committed it. */
  private void deliverLive(int count) throws Exception {
    installation.target("tool", tool);
    startApp();
    installation.publish("event", count, 7);
    awaitDelivered(count);
    await().atMost(SOON).until(() -> installation.committedInAll("tool") == count);
    tool.forget();
  }

  @Test
  void deliversEveryEventAgainThoughItIsKilledAndLeavesTheLiveGroupAlone() throws Exception {
    deliverLive(200);
    String rejected = id("event", 7);
    tool.behave(
        new Behaviour.ForEvents(
            Set.of(rejected),
            Behaviour.answers(422),
            new Behaviour.ForEvents(
                Set.of(id("event", 8)), Behaviour.answers(500, 200), Behaviour.ok())));
    String preview =
        AppProcess.commandEndingWith(
            0,
            installation.yaml(DEFAULTS),
            "replay",
            "--target",
            "tool",
            "--from",
            "earliest",
            "--service",
            "service-3",
            "--dry-run");
    assertThat(preview).contains("would deliver 29 events", "171 are not wanted");

    killedInTheMiddle(200, "50/s", "it");

    assertThat(tool.deliveredIds()).hasSize(199 + LIVE).doesNotContain(rejected);
    assertThat(tool.requestsFor(id("event", 8)).size()).isGreaterThanOrEqualTo(2);
    assertThat(installation.committedInAll("tool")).isEqualTo(200 + LIVE);
    List<StoredDeadLetter> dead = installation.storedDeadLetters("tool");
    assertThat(dead).extracting(it -> it.letter().eventId()).containsExactly(rejected);
    assertThat(ControlHeaders.text(dead.get(0).headers(), ControlHeaders.REPLAY)).hasValue("it");
    expectNoTraces();
  }

  @Test
  @Tag("nightly")
  void keepsItsRateOverTenThousandEvents() throws Exception {
    deliverLive(10_000);

    List<List<RecordedRequest>> runs = killedInTheMiddle(10_000, "500/s", "long");

    assertThat(tool.deliveredIds()).hasSize(10_000 + LIVE);
    for (List<RecordedRequest> run : runs) {
      long nanos = run.get(run.size() - 1).arrivedNanos() - run.get(0).arrivedNanos();
      double rate = (run.size() - 1) * 1e9 / nanos;
      LOG.atWarn().log("{} events at {}/s", run.size(), rate);
      assertThat(rate).isCloseTo(500, within(25.0));
    }
    assertThat(installation.committedInAll("tool")).isEqualTo(10_000 + LIVE);
    assertThat(installation.deadLetters("tool")).isEmpty();
    expectNoTraces();
  }

  /**
   * Replays everything, killed half-way and asked for again; returns what each of them sent. The
   * live group does not move but for what is published meanwhile, and has that at once.
   */
  private List<List<RecordedRequest>> killedInTheMiddle(int count, String rate, String name)
      throws Exception {
    Map<TopicPartition, Long> live = installation.committed("tool");
    AppProcess first = replay("--rate", rate, "--name", name);
    awaitDelivered(count / 2);
    assertThat(installation.committed("tool")).isEqualTo(live);
    installation.publish("live", LIVE, LIVE);
    await("what is new to be delivered, and no lag")
        .atMost(SOON)
        .until(() -> installation.committedInAll("tool") == count + LIVE);
    first.kill();
    int sent = tool.requests().size();
    AppProcess second = replay("--rate", rate, "--name", name);
    second.awaitExit(Duration.ofSeconds(120));
    LOG.atWarn().log("{}", second.log());
    assertThat(second.exitCode()).as(second.log()).isZero();
    for (int i = 0; i < LIVE; i++) {
      assertThat(tool.requestsFor(id("live", i))).hasSize(1);
    }
    List<RecordedRequest> all = tool.requests();
    LOG.atWarn().log("{} requests for {} events", all.size(), count);
    return List.of(all.subList(0, sent), all.subList(sent, all.size()));
  }

  private void expectNoTraces() throws Exception {
    String prefix = installation.topics.deployments() + ".tool.replay-";
    assertThat(installation.admin().listTopics().names().get())
        .noneMatch(topic -> topic.startsWith(prefix));
    assertThat(installation.admin().listGroups().all().get())
        .extracting(GroupListing::groupId)
        .noneMatch(group -> group.startsWith(prefix));
  }
}
