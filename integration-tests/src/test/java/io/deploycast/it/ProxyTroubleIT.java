package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy of our own that refuses us, or is away: nothing of it counts. */
class ProxyTroubleIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** By then an event would have used up all its attempts, a second apart, if they counted. */
  private static final Duration LONGER_THAN_ALL_ATTEMPTS = Duration.ofSeconds(2);

  private static final int COUNT = 30;

  private final Installation installation = Installation.onSharedBroker("proxy");

  @AfterEach
  void close() {
    installation.close();
  }

  private static boolean isBlocked(AppProcess app) {
    return app.meter("deploycast_target_state", "target=\"one\"", "state=\"blocked\"") == 1;
  }

  @Test
  void countsNoAttemptWhileTheProxyRefusesUsOrIsAway() {
    // It answers in place of what is beyond it, as a proxy may that forwards plain requests.
    SimulatedTarget proxy = SimulatedTarget.start(Behaviour.answers(407));
    installation.target("one", proxy);
    String way = "http://127.0.0.1:" + proxy.uri().getPort();
    String yaml =
        installation.yaml(
            "timeout: 2s, proxy: \"%s\", retry: [ { delay: 1s, attempts: 1 } ]".formatted(way));
    try (AppProcess app = AppProcess.startReady(yaml)) {
      installation.publish("blocked", COUNT, 7);
      await().atMost(SOON).until(() -> isBlocked(app));
      await()
          .during(LONGER_THAN_ALL_ATTEMPTS)
          .atMost(SOON)
          .until(() -> isBlocked(app) && proxy.deliveredIds().isEmpty());
      proxy.behave(Behaviour.down());
      await()
          .during(LONGER_THAN_ALL_ATTEMPTS)
          .atMost(SOON)
          .until(() -> isBlocked(app) && app.meter("deploycast_events_retried_total") == 0);
      proxy.behave(Behaviour.ok());
      installation.awaitAllDelivered(SOON);
    }
    assertThat(proxy.requests())
        .filteredOn(RecordedRequest::delivered)
        .extracting(request -> request.announcedAttempt().orElse(0))
        .hasSize(COUNT)
        .containsOnly(1);
    installation
        .verdict("one", List.of())
        .expect(Guarantee.NOTHING_MISSING, Guarantee.NO_DEAD_LETTER, Guarantee.NOTHING_REPEATED);
  }
}
