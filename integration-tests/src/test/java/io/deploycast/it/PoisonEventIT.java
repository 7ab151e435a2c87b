package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One event fails whenever it is tried. */
class PoisonEventIT {
  @Test
  void isBuriedAfterExactlyItsAttemptsWhileOthersSucceed() {
    String poison = id("poison", 0);
    try (Installation installation = Installation.onSharedBroker("poison")) {
      Behaviour behaviour =
          Behaviour.always(Reply.status(500)).forEvents(Set.of(poison), Behaviour.ok());
      installation.target("ill", SimulatedTarget.start(behaviour));
      String yaml = installation.yaml("timeout: 1s, retry: [ { delay: 1s, attempts: 20 } ]");
      try (AppProcess app = AppProcess.startReady(yaml)) {
        installation.publish(event(poison, "service-0"));
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(200))
            .failFast(() -> assertThat(app.isAlive()).isTrue())
            .until(
                () -> {
                  installation.publish(event(beside(), "other"));
                  return !installation.deadLetters("ill").isEmpty();
                });
      }

      assertThat(installation.target("ill").requestsFor(poison)).hasSize(21);
      assertThat(installation.target("ill").deliveredIds())
          .doesNotContain(poison)
          .hasSizeGreaterThan(20);
      installation.verdict("ill", List.of(), Duration.ofSeconds(1)).expect(Guarantee.NOTHING_EARLY);
    }
  }

  private static String beside() {
    return id("beside", (int) (System.nanoTime() / 1_000_000 % 1_000_000));
  }
}
