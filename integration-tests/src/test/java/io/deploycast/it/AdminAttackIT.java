package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody tries to keep people away from the admin listener, and deliveries from their targets.
 */
@Isolated("compares latencies")
class AdminAttackIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int PER_SECOND = 100;

  private final Installation installation = Installation.onSharedBroker("attack");
  private final int port = FreePort.choose(new Random());

  @AfterEach
  void close() {
    installation.close();
  }

  private AppProcess startService() {
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
    return AppProcess.startReady(
        installation.yaml("timeout: 2s", "admin: { port: %d }".formatted(port)));
  }

  /** The verdict of slowhttptest: whether the listener answered others all along. */
  private String attack(String kind, int seconds) throws InterruptedException {
    return new Tool("slowhttptest")
        .run(
            kind,
            "-c",
            "200",
            "-r",
            "200",
            "-i",
            "1",
            "-l",
            Integer.toString(seconds),
            "-p",
            "2",
            "-u",
            "http://127.0.0.1:%d/api/v1/targets".formatted(port));
  }

  @Test
  void movesNoDeliveryAndKeepsNobodyAway() throws Exception {
    try (AppProcess app = startService();
        Load load = Load.start(installation, 3_000, PER_SECOND)) {
      await().atMost(SOON).until(() -> installation.target("one").deliveredIds().size() > 300);
      long before = System.nanoTime();
      await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
      long began = System.nanoTime();
      List<Socket> idle = new ArrayList<>();
      String verdict;
      try {
        for (int i = 0; i < 40; i++) {
          idle.add(new Socket("127.0.0.1", port));
        }
        verdict = attack("-H", 5);
      } finally {
        closeAll(idle);
      }
      long ended = System.nanoTime();
      await().atMost(SOON).until(() -> installation.target("one").deliveredIds().size() > 1_100);

      assertThat(verdict).contains("service available:").doesNotContain("NO");
      Duration calm = installation.p99("one", before, began);
      Duration attacked = installation.p99("one", began, ended);
      assertThat(attacked).isLessThan(calm.multipliedBy(2).plusMillis(50));
      assertThat(app.isAlive()).isTrue();
      assertThat(load.published()).isPositive();
    }
  }

  @ParameterizedTest
  @Tag("nightly")
  @ValueSource(strings = {"-H", "-B", "-X", "-R"})
  void keepsNobodyAwayBySlowHeadersSlowBodiesSlowReadingOrRanges(String kind) throws Exception {
    try (AppProcess app = startService()) {
      String verdict = attack(kind, 20);

      assertThat(verdict).contains("service available:").doesNotContain("NO");
      assertThat(app.isAlive()).isTrue();
    }
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
