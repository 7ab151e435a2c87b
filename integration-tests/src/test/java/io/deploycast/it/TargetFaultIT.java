package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a target can do to one attempt: nothing is lost by it, nothing early, no other waits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetFaultIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final String DEFAULTS = "timeout: 1s, retry: [ { delay: 1s, attempts: 20 } ]";

  /** Fewer than make a target look down, so that each fault meets an attempt, not a probe. */
  private static final int COUNT = 4;

  private final Installation installation = Installation.onSharedBroker("fault");
  private AppProcess app;

  @BeforeAll
  void start() {
    installation.target("ill", SimulatedTarget.start(Behaviour.ok()));
    installation.target("well", SimulatedTarget.start(Behaviour.ok()));
    app = AppProcess.startReady(installation.yaml(DEFAULTS));
  }

  @AfterAll
  void close() {
    app.close();
    installation.close();
  }

  @BeforeEach
  void forget() {
    installation.target("ill").behave(Behaviour.ok());
    installation.forget();
  }

  static Stream<Reply> faults() {
    return Stream.of(
        new Reply.TrickleBody(Reply.TRICKLE),
        new Reply.EndlessInterim(),
        new Reply.Garbage(),
        new Reply.ResetMidReply(),
        Reply.status(409),
        Reply.status(999));
  }

  static Stream<Reply> otherFaults() {
    return Stream.of(
        new Reply.TrickleHead(Reply.TRICKLE),
        new Reply.EndlessHead(),
        new Reply.ResetBeforeReply(),
        new Reply.CutMidReply(),
        Reply.status(408),
        Reply.status(425));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isMadeUpForByALaterAttempt(Reply fault) {
    expectMadeUpFor(fault);
  }

  @ParameterizedTest
  @MethodSource("otherFaults")
  @Tag("nightly")
  void isMadeUpForByALaterAttemptLikeAnyOther(Reply fault) {
    expectMadeUpFor(fault);
  }

  private void expectMadeUpFor(Reply fault) {
    installation.target("ill").behave(Behaviour.sequence(fault, Reply.status(200)));
    installation.publish("fault-" + fault.toString().replaceAll("[^a-z0-9]", ""), COUNT, 3);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> installation.target("well").deliveredIds().size() == COUNT);
    installation.awaitAllDelivered(SOON);
    installation
        .verdict("ill", List.of(), DELAY)
        .expect(
            Guarantee.NOTHING_MISSING,
            Guarantee.NOTHING_UNEXPLAINED,
            Guarantee.NOTHING_EARLY,
            Guarantee.NOTHING_REPEATED,
            Guarantee.NO_DEAD_LETTER);
  }

  @Test
  void countsAnEndlessAnswerByItsStatus() {
    installation.target("ill").behave(Behaviour.endlessBody());
    installation.publish("endless", COUNT, 3);

    await()
        .atMost(SOON)
        .until(() -> app.meter("deploycast_events_delivered_total", "target=\"ill\"") >= COUNT);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(SOON)
        .until(() -> installation.target("ill").statistics().requests() == COUNT);
  }

  @Test
  void repeatsAnAttemptWhoseAnswerCameTooLateUnderTheSameId() {
    installation
        .target("ill")
        .behave(
            Behaviour.sequence(
                new Reply.Late(Reply.status(200), Duration.ofSeconds(2)), Reply.status(200)));
    installation.publish("late", 1, 1);

    await()
        .atMost(SOON)
        .until(() -> installation.target("ill").requestsFor(id("late", 0)).size() == 2);
    assertThat(installation.target("ill").requestsFor(id("late", 0)))
        .extracting(request -> request.header("webhook-id"))
        .containsOnly(id("late", 0));
  }

  @Test
  void deliversEverythingToATargetThatFailsEveryOtherTime() {
    flap(500);
  }

  @Test
  @Tag("nightly")
  void deliversFiveThousandEventsToATargetThatFailsEveryOtherTime() {
    flap(5_000);
  }

  private void flap(int count) {
    Random random = new Random(20260113);
    installation
        .target("ill")
        .behave(Behaviour.chosenBy(arrival -> Reply.status(random.nextBoolean() ? 200 : 503)));
    installation.publish("flapping", count, 50);

    installation.awaitAllDelivered(Duration.ofSeconds(240));
    installation
        .verdict("ill", List.of(), DELAY)
        .expect(
            Guarantee.NOTHING_MISSING,
            Guarantee.NOTHING_REPEATED,
            Guarantee.NOTHING_EARLY,
            Guarantee.NO_DEAD_LETTER);
  }

  @Test
  void readsEveryRetryAfterAndIgnoresWhatIsNone() {
    List<String> rubbish = List.of("-1", "abc", "1e99", "");
    IntStream.range(0, rubbish.size())
        .forEach(
            i -> {
              installation
                  .target("ill")
                  .behave(
                      Behaviour.sequence(Reply.retryAfter(429, rubbish.get(i)), Reply.status(200)));
              installation.publish("rubbish-" + i, 1, 1);
              await()
                  .atMost(Duration.ofSeconds(10))
                  .until(
                      () ->
                          installation
                              .target("ill")
                              .deliveredIds()
                              .contains(id("rubbish-" + i, 0)));
            });
    installation.verdict("ill", List.of(), DELAY).expect(Guarantee.NOTHING_EARLY);
  }

  @Test
  void waitsForANameThatIsUnknownAndRefusesOneThatPointsElsewhere(@TempDir Path folder)
      throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    try (Installation own = Installation.onSharedBroker("names")) {
      own.target("one", SimulatedTarget.start(Behaviour.ok()));
      String yaml = own.yaml(DEFAULTS).replace("http://127.0.0.1:", "http://tool.example:");
      List<String> options =
          List.of(
              "-Djdk.net.hosts.file=" + hosts,
              "-Dsun.net.inetaddr.ttl=0",
              "-Dsun.net.inetaddr.negative.ttl=0");
      try (AppProcess ownApp = AppProcess.startWith(options, Map.of(), yaml)) {
        own.publish("named", 3, 3);
        await().atMost(SOON).until(() -> ownApp.log().contains("is unknown"));
        Files.writeString(hosts, "127.0.0.1 localhost\n127.0.0.1 tool.example\n");

        await()
            .atMost(SOON)
            .until(() -> ownApp.meter("deploycast_target_state", "state=\"down\"") == 1);
        await()
            .during(Duration.ofSeconds(4))
            .atMost(SOON)
            .until(() -> own.target("one").statistics().requests() == 0);
        assertThat(own.deadLetters("one")).isEmpty();
      }
    }
  }

  @Test
  @Tag("nightly")
  void drainsTheBacklogOfALongOutageAtItsRate() throws Exception {
    try (Installation own = Installation.onSharedBroker("outage")) {
      own.target("one", SimulatedTarget.start(Behaviour.ok()));
      String yaml = own.yaml("timeout: 2s, rate: 100/s, retry: [ { delay: 2s, attempts: 3 } ]");
      try (AppProcess ownApp = AppProcess.startReady(yaml)) {
        own.publish("before", 10, 3);
        own.awaitAllDelivered(SOON);
        own.target("one").behave(Behaviour.always(Reply.status(503)));
        long before = own.target("one").statistics().requests();
        try (Load load = Load.start(own, 120 * 20, 20)) {
          load.await();
        }
        long whileDown = own.target("one").statistics().requests() - before;
        own.target("one").behave(Behaviour.ok());
        long up = System.nanoTime();
        own.awaitAllDelivered(Duration.ofSeconds(120));

        assertThat(whileDown).isLessThanOrEqualTo(20);
        long perSecond =
            own.target("one").requests().stream()
                .filter(request -> request.arrivedNanos() > up)
                .map(request -> (request.arrivedNanos() - up) / 1_000_000_000L)
                .collect(Collectors.groupingBy(second -> second, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        // A second of the test may hold the ends of two of the limiter's tenths.
        assertThat(perSecond).isLessThanOrEqualTo(100 + 10);
        assertThat(ownApp.isAlive()).isTrue();
        own.verdict("one", List.of(), Duration.ofSeconds(2))
            .expect(
                Guarantee.NOTHING_MISSING,
                Guarantee.NOTHING_REPEATED,
                Guarantee.NOTHING_EARLY,
                Guarantee.NO_DEAD_LETTER);
      }
    }
  }
}
