package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the meters say is what happened. */
class MetricsIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int COUNT = 300;
  private static final String ONE = "target=\"one\"";

  private final Installation installation = Installation.onSharedBroker("metrics");

  @AfterEach
  void close() {
    installation.close();
  }

  private static double sum(List<AppProcess> apps, String events) {
    return apps.stream().mapToDouble(app -> app.meter("deploycast_events_" + events, ONE)).sum();
  }

  /** The identity, and what the topics themselves say of each of its parts. */
  private void expectClosed(List<AppProcess> apps, int consumed, int buried, int pending) {
    await("the books to close")
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(sum(apps, "consumed_total")).isEqualTo(consumed);
              assertThat(sum(apps, "dead_lettered_total")).isEqualTo(buried);
              assertThat(sum(apps, "filtered_total")).isEqualTo(100);
              assertThat(sum(apps, "pending")).isEqualTo(pending);
              assertThat(sum(apps, "delivered_total"))
                  .isEqualTo(consumed - buried - 100.0 - pending);
            });
    assertThat(installation.target("one").deliveredIds())
        .hasSize(consumed - buried - 100 - pending);
    assertThat(installation.deadLetters("one")).hasSize(buried);
  }

  @Test
  void closesTheBooksOverRetriesDeadLettersFiltersAndTwoInstances() throws Exception {
    Set<String> poison =
        IntStream.range(0, 30).mapToObj(i -> id("load", i * 10 + 1)).collect(Collectors.toSet());
    // Fewer than would look like the target's own trouble.
    Set<String> failing =
        IntStream.range(0, 6).mapToObj(i -> id("load", i * 10 + 2)).collect(Collectors.toSet());
    Behaviour rest = Behaviour.always(Reply.status(422)).forEvents(poison, Behaviour.ok());
    installation.target(
        "one", SimulatedTarget.start(Behaviour.always(Reply.status(500)).forEvents(failing, rest)));
    String yaml =
        installation.yaml(
            "timeout: 2s, retry: [ { delay: 6s, attempts: 1 } ]",
            "# every third service is not wanted");
    String filtered =
        yaml.replace(
            "type: webhook,",
            "type: webhook, when: '(.service | ltrimstr(\"service-\") | tonumber) % 3 != 0',");
    try (AppProcess first = AppProcess.startReady(filtered);
        AppProcess second = AppProcess.startReady(filtered)) {
      List<AppProcess> apps = List.of(first, second);
      for (int i = 0; i < COUNT; i++) {
        installation.publish(Installation.event(id("load", i), "service-" + i % 30));
      }
      installation.flush();
      int wantedPoison = (int) poison.stream().filter(MetricsIT::isWanted).count();
      int wantedFailing = (int) failing.stream().filter(MetricsIT::isWanted).count();

      // The failing ones stand in the retry topic for six seconds, then become dead letters.
      expectClosed(apps, COUNT, wantedPoison, wantedFailing);
      expectClosed(apps, COUNT, wantedPoison + wantedFailing, 0);
      assertThat(first.meter("deploycast_lag_events", ONE)).isZero();
      assertThat(sum(apps, "retried_total")).isEqualTo(wantedFailing);
    }
  }

  private static boolean isWanted(String eventId) {
    int number = Integer.parseInt(eventId.substring(eventId.lastIndexOf('-') + 1));
    return number % 30 % 3 != 0;
  }

  @Test
  void showsStateAgeAndLagOfATargetThatIsDown() {
    installation.target("one", SimulatedTarget.start(Behaviour.down()));
    try (AppProcess app = AppProcess.startReady(installation.yaml("timeout: 1s, retry: []"))) {
      installation.publish("late", 50, 9);

      await()
          .atMost(SOON)
          .until(() -> app.meter("deploycast_target_state", ONE, "state=\"down\"") == 1);
      await().atMost(SOON).until(() -> app.meter("deploycast_lag_seconds", ONE) > 2);
      await().atMost(SOON).until(() -> app.meter("deploycast_lag_events", ONE) >= 40);
      assertThat(app.meter("deploycast_target_state", ONE)).isEqualTo(1);
    }
  }
}
