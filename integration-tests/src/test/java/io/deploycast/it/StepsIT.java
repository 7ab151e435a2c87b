package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.it.api.SimulatedApi;
import io.deploycast.it.api.SimulatedApis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An attempt of several requests goes on where it failed, also in another process. */
class StepsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ID = Installation.id("api-steps", 0);

  /** The second failure of Sentry's file: its release is made, its deploy answers 500 once. */
  private static final int DEPLOY_FAILS = 1;

  private final Installation installation = Installation.onSharedBroker("steps");
  private final SimulatedApis apis =
      new SimulatedApis(List.of("sentry"), Map.of(ID, DEPLOY_FAILS), Installation.CLOCK);

  @AfterEach
  void close() {
    apis.close();
    installation.close();
  }

  @Test
  void repeatsNoReleaseWhenItsDeployFailedBeforeARestart() throws Exception {
    String yaml =
        installation.yaml("timeout: 3s, retry: [ { delay: 3s, attempts: 2 } ]") + apis.yaml();
    SimulatedApi sentry = apis.all().get("sentry");
    try (AppProcess first = AppProcess.startReady(yaml)) {
      publish();
      await().atMost(SOON).until(() -> first.meter("deploycast_events_retried_total") == 1);
      first.terminate(SOON);
    }
    assertThat(sentry.requests(ID)).isEqualTo(2);
    assertThat(sentry.has(ID)).isFalse();

    try (AppProcess second = AppProcess.startReady(yaml)) {
      await().atMost(SOON).until(() -> sentry.has(ID));
    }
    // The release once, the deploy twice: a repeated release would be a problem, too.
    assertThat(sentry.requests(ID)).isEqualTo(3);
    assertThat(sentry.problems()).isEmpty();
  }

  private void publish() throws Exception {
    ObjectNode event = SimulatedApis.event("full");
    event.put("id", ID).put("status", "succeeded").put("release", "1.0 " + ID);
    event.put("deployedAt", Installation.CLOCK.instant().toString());
    installation.publishRaw(0, ID.getBytes(UTF_8), event.toString().getBytes(UTF_8));
  }
}
