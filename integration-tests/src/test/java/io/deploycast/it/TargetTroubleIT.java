package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trouble of a whole target costs its events nothing but time. */
class TargetTroubleIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 2 } ]";

  private final Installation installation = Installation.onSharedBroker("trouble");
  private AppProcess app;

  @BeforeEach
  void start() {
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
    installation.target("two", SimulatedTarget.start(Behaviour.ok()));
    app = AppProcess.startReady(installation.yaml(DEFAULTS));
    publish("before", 1);
    await().atMost(SOON).until(() -> target("one").deliveredIds().size() == 1);
    await().atMost(SOON).until(() -> target("two").deliveredIds().size() == 1);
    installation.forget();
  }

  @AfterEach
  void close() {
    app.close();
    installation.close();
  }

  private SimulatedTarget target(String name) {
    return installation.target(name);
  }

  private void publish(String prefix, int count) {
    installation.publish(prefix, count, 7);
  }

  private static Set<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> id(prefix, i)).collect(Collectors.toSet());
  }

  private void awaitDelivered(String name, Set<String> ids) {
    await(name).atMost(SOON).until(() -> target(name).deliveredIds().containsAll(ids));
  }

  @Test
  void letsNothingBecomeADeadLetterInAnOutageAndHardlyDisturbsTheTarget() throws Exception {
    target("one").behave(Behaviour.always(Reply.status(503)));
    try (Load load = Load.start(installation, 240, 20)) {
      load.await();
    }
    assertThat(target("one").statistics().requests()).isLessThanOrEqualTo(20);
    assertThat(target("two").deliveredIds()).hasSizeGreaterThan(200);

    target("one").behave(Behaviour.ok());
    installation.awaitAllDelivered(SOON);
    installation
        .verdict("one", List.of())
        .expect(Guarantee.NOTHING_MISSING, Guarantee.NO_DEAD_LETTER, Guarantee.NOTHING_REPEATED);
  }

  @Test
  void neverBuriesALoneEventForAnOutageLongerThanAllItsAttempts() {
    target("one").behave(Behaviour.down());
    publish("lone", 1);
    await().atMost(SOON).until(() -> app.log().contains("target is down"));
    // Three attempts, a second apart, would long be over.
    await().pollDelay(Duration.ofSeconds(6)).until(() -> installation.deadLetters("one").isEmpty());

    target("one").behave(Behaviour.ok());
    awaitDelivered("one", ids("lone", 1));
    assertThat(target("one").requestsFor(id("lone", 0)))
        .singleElement()
        .satisfies(request -> assertThat(request.announcedAttempt()).hasValue(2));
  }

  @Test
  void leavesATargetAloneAsLongAsItAsks() {
    Duration pause = Duration.ofSeconds(3);
    target("one").behave(Behaviour.sequenceOverall(Reply.retryAfter(429, "3"), Reply.status(200)));
    publish("throttled", 1);
    await().atMost(SOON).until(() -> target("one").statistics().requests() == 1);
    publish("throttled", 10);

    awaitDelivered("one", ids("throttled", 10));
    List<RecordedRequest> requests = target("one").requests();
    assertThat(Duration.ofNanos(requests.get(1).arrivedNanos() - requests.get(0).arrivedNanos()))
        .isGreaterThanOrEqualTo(pause)
        .isLessThan(pause.plusSeconds(1));
    assertThat(requests)
        .extracting(request -> request.announcedAttempt().orElse(0))
        .containsOnly(1);
  }

  @Test
  void keepsEventsWaitingWhileItsCredentialsAreRefused() {
    target("one").behave(Behaviour.always(Reply.status(401)));
    publish("refused", 30);
    awaitDelivered("two", ids("refused", 30));

    await().atMost(SOON).until(() -> app.log().contains("target refuses us"));
    long requests = target("one").statistics().requests();
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(6))
        .until(() -> target("one").statistics().requests() == requests);
    assertThat(installation.deadLetters("one")).isEmpty();
    assertThat(app.log().lines().filter(line -> line.contains("target refuses us"))).hasSize(1);
  }

  @Test
  void neverFollowsARedirect() {
    SimulatedTarget elsewhere = SimulatedTarget.start(Behaviour.ok());
    try (elsewhere) {
      target("one").behave(Behaviour.redirect(elsewhere.uri("/stolen")));
      publish("redirected", 3);

      await().atMost(SOON).until(() -> app.log().contains("target refuses us"));
      assertThat(elsewhere.statistics().requests()).isZero();
      assertThat(installation.deadLetters("one")).isEmpty();
    }
  }

  @Test
  void stopsAtOnceAndRepeatsNothingWhileATargetIsDown() {
    target("one").behave(Behaviour.everyNth(2, 503));
    publish("flapping", 40);
    target("one").behave(Behaviour.always(Reply.status(503)));
    publish("down", 40);
    await().atMost(SOON).until(() -> app.log().contains("target is down"));

    assertThat(app.terminate(Duration.ofSeconds(20))).isLessThan(Duration.ofSeconds(2 + 1 + 5));
    target("one").behave(Behaviour.ok());
    app.close();
    app = AppProcess.startReady(installation.yaml(DEFAULTS));

    awaitDelivered("one", ids("flapping", 40));
    awaitDelivered("one", ids("down", 40));
    assertThat(target("one").duplicateIds()).isEmpty();
    assertThat(installation.deadLetters("one")).isEmpty();
  }
}
