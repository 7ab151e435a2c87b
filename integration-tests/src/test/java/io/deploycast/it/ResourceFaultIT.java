package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Disruption;
import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Too little memory, a folder that cannot be written, a clock that steps. */
class ResourceFaultIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** After which a delivery is committed: the interval, and what a busy machine takes. */
  private static final Duration COMMITTED = Duration.ofSeconds(1 + 1);

  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 4s, attempts: 2 } ]";

  private final Installation installation = Installation.onSharedBroker("resource");

  @TempDir private Path folder;

  @BeforeEach
  void startTarget() {
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
  }

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void deliversWithoutItsStateFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path state = file.resolve("state");
    String yaml =
        installation.yaml(DEFAULTS).replace("kafka:\n", "kafka:\n  state.dir: '" + state + "'\n");
    try (AppProcess app = AppProcess.startReady(yaml)) {
      installation.publish("stateless", 30, 7);
      installation.awaitAllDelivered(SOON);
      assertThat(app.health().statusCode()).isEqualTo(200);
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  @Tag("nightly")
  void staysWithinASmallHeapWhileItDrainsALargeBacklog() {
    installation.publish("backlog", 100_000, 500);
    try (AppProcess app =
        AppProcess.startWith(
            List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
            Map.of(),
            installation.yaml(DEFAULTS))) {
      installation.awaitAllDelivered(Duration.ofSeconds(180));
      assertThat(app.isAlive()).isTrue();
    }
    // More than the target keeps requests of, so it is asked for ids alone.
    assertThat(installation.target("one").duplicateIds()).isEmpty();
  }

  @Test
  @Tag("nightly")
  void waitsNoLongerThanTwiceTheDelayWhenTheClockGoesBackAnHour() throws IOException {
    Path library = new Tool("libfaketime").library("libfaketime.so.1");
    Path clock = Files.writeString(folder.resolve("clock"), "+0");
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD",
            library.toString(),
            "DONT_FAKE_MONOTONIC",
            "1",
            "FAKETIME_CACHE_DURATION",
            "1",
            "FAKETIME_TIMESTAMP_FILE",
            clock.toString());
    installation.target("one").behave(Behaviour.answers(500, 500, 200));
    long forward;
    try (AppProcess app =
        AppProcess.startWith(List.of(), environment, installation.yaml(DEFAULTS))) {
      app.awaitReady();
      installation.publish("stepped", 3, 3);
      await().atMost(SOON).until(() -> installation.target("one").statistics().requests() >= 3);
      Files.writeString(clock, "-3600");
      await().atMost(SOON).until(() -> installation.target("one").statistics().requests() >= 6);
      forward = System.nanoTime();
      Files.writeString(clock, "+3600");
      installation.awaitAllDelivered(SOON);
    }
    // Forwards it may be early; nothing is lost either way. Back, nothing is repeated; forwards the
    // target loses its place in the group, as if it had stood still for as long.
    installation
        .verdict("one", List.of(Disruption.since(forward, COMMITTED)))
        .expect(Guarantee.NOTHING_MISSING, Guarantee.NO_DEAD_LETTER, Guarantee.NOTHING_UNEXPLAINED);
  }
}
