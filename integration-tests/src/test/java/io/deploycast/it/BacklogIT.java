package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.DeploymentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A target that is quick has a backlog, and empty retry topics beside it. */
@Isolated("looks for pauses")
class BacklogIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Several times what one fetch brings. */
  private static final int COUNT = 8_000;

  /** Beside which a fetch that the broker keeps for its longest wait, a second, stands out. */
  private static final Duration PAUSE = Duration.ofMillis(600);

  /** Something else may hold up everything once. */
  private static final int MOST_PAUSES = 1;

  @Test
  void isReadWithoutWaitingForRetryTopicsThatAreEmpty() {
    try (Installation installation = Installation.onSharedBroker("backlog")) {
      installation.target("quick", SimulatedTarget.start(Behaviour.ok()));
      for (int i = 0; i < COUNT; i++) {
        installation.publish(
            DeploymentEvent.builder(
                    id("backlog", i), "2016.20", Instant.parse("2012-07-08T11:14:15Z"))
                .service("service-" + i % 500)
                .description("x".repeat(4_000))
                .build());
      }
      installation.flush();
      try (AppProcess app = AppProcess.startReady(installation.yaml("concurrency: 64"))) {
        installation.awaitAllDelivered(SOON);

        assertThat(pauses(installation.target("quick").requests()))
            .as("pauses of more than %s; %s", PAUSE, app.log())
            .isLessThanOrEqualTo(MOST_PAUSES);
        installation
            .verdict("quick", List.of())
            .expect(Guarantee.NOTHING_MISSING, Guarantee.NOTHING_REPEATED, Guarantee.IN_ORDER);
      }
    }
  }

  private static int pauses(List<RecordedRequest> requests) {
    List<Long> arrived = requests.stream().map(RecordedRequest::arrivedNanos).sorted().toList();
    int pauses = 0;
    for (int i = 1; i < arrived.size(); i++) {
      pauses += arrived.get(i) - arrived.get(i - 1) > PAUSE.toNanos() ? 1 : 0;
    }
    return pauses;
  }
}
