package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person stops a target. */
class PauseIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Installation installation = Installation.onSharedBroker("pause");

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void keepsTheEventsOfAPausedTargetWaitingOverARestartAndOthersFlowing() {
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
    installation.target("two", SimulatedTarget.start(Behaviour.ok()));
    String yaml = installation.yaml("timeout: 2s, retry: []");
    AppProcess app = AppProcess.startReady(yaml);
    installation.publish("before", 3, 2);
    installation.awaitAllDelivered(SOON);

    assertThat(AppProcess.command(yaml, "pause", "one")).isEqualTo("one is paused\n");
    await().atMost(SOON).until(() -> app.log().contains("target is paused"));
    installation.publish("during", 20, 5);
    await().atMost(SOON).until(() -> installation.target("two").deliveredIds().size() == 23);
    app.terminate(SOON);
    app.close();
    AppProcess next = AppProcess.startReady(yaml);
    await().atMost(SOON).until(() -> next.log().contains("target is paused"));
    await()
        .pollDelay(Duration.ofSeconds(2))
        .until(() -> installation.target("one").deliveredIds().size() == 3);
    // Partitions that were held before anything of them was read count as well.
    await().atMost(SOON).until(() -> next.meter("deploycast_lag_events", "target=\"one\"") == 20);

    assertThat(AppProcess.command(yaml, "resume", "one")).isEqualTo("one is resumed\n");
    installation.awaitAllDelivered(SOON);
    next.close();
    installation
        .verdict("one", List.of())
        .expect(Guarantee.NOTHING_MISSING, Guarantee.NOTHING_REPEATED, Guarantee.IN_ORDER);
  }
}
