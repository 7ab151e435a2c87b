package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A configuration that changes leaves no event behind. */
class ConfigurationChangeIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Installation installation = Installation.onSharedBroker("change");

  @BeforeEach
  void startTarget() {
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
  }

  @AfterEach
  void close() {
    installation.close();
  }

  private SimulatedTarget target() {
    return installation.target("one");
  }

  private static Set<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> id(prefix, i)).collect(Collectors.toSet());
  }

  @Test
  void drainsARetryTopicWhoseDelayIsNoLongerConfigured() {
    String eventId = id("waiting", 0);
    target().behave(Behaviour.answers(500, 200));
    installation.publish(event(eventId, "shop"));
    installation.flush();
    String before = installation.yaml("timeout: 2s, retry: [ { delay: 8s, attempts: 2 } ]");
    try (AppProcess app = AppProcess.startReady(before)) {
      await().atMost(SOON).until(() -> target().requestsFor(eventId).size() == 1);
      app.terminate(SOON);
    }

    String after = installation.yaml("timeout: 2s, retry: [ { delay: 1s, attempts: 2 } ]");
    try (AppProcess app = AppProcess.startReady(after)) {
      assertThat(app.log()).contains(".one.retry-8s' still holds events");
      await().atMost(SOON).until(() -> target().deliveredIds().contains(eventId));
      List<RecordedRequest> requests = target().requestsFor(eventId);
      assertThat(requests.get(1).announcedAttempt()).hasValue(2);
      assertThat(Duration.ofNanos(requests.get(1).arrivedNanos() - requests.get(0).arrivedNanos()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(8));
    }
  }

  @Test
  void namesTopicsOfATargetThatIsNotConfiguredAndLeavesThemAlone() {
    String yaml = installation.yaml("timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]");
    try (AppProcess app = AppProcess.startReady(yaml)) {
      app.terminate(SOON);
    }
    try (AppProcess app = AppProcess.startReady(yaml.replace("name: one", "name: other"))) {
      assertThat(app.log()).contains("there are topics of target 'one', which is not configured");
    }
  }

  @Test
  void keepsToTheConfiguredRateAndBesideItLetsServicesPassEachOther() {
    String yaml = installation.yaml("timeout: 2s, rate: 20/s, ordering: none, retry: []");
    for (int i = 0; i < 60; i++) {
      installation.publish(event(id("paced", i), "shop"));
    }
    installation.flush();
    try (AppProcess app = AppProcess.startReady(yaml)) {
      await().atMost(SOON).until(() -> target().deliveredIds().containsAll(ids("paced", 60)));
      List<RecordedRequest> requests = target().requests();
      long first = requests.get(0).arrivedNanos();
      long last = requests.get(59).arrivedNanos();
      assertThat(Duration.ofNanos(last - first))
          .isBetween(Duration.ofMillis(2_600), Duration.ofMillis(4_500));
      assertThat(app.isAlive()).isTrue();
    }
  }

  @Test
  void sendsEventsOfOneServiceAtTheSameTimeWithoutOrdering() {
    target().behave(Behaviour.latency(Duration.ofMillis(300)));
    for (int i = 0; i < 16; i++) {
      installation.publish(event(id("beside", i), "shop"));
    }
    installation.flush();
    String yaml = installation.yaml("timeout: 2s, ordering: none, concurrency: 16, retry: []");
    try (AppProcess app = AppProcess.startReady(yaml)) {
      await().atMost(SOON).until(() -> target().deliveredIds().containsAll(ids("beside", 16)));
      assertThat(target().statistics().maxConcurrent()).isGreaterThan(4);
      assertThat(app.isAlive()).isTrue();
    }
  }
}
