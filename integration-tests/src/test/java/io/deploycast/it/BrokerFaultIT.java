package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Disruption;
import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.Fault;
import io.deploycast.sandbox.FaultProxy;
import io.deploycast.sandbox.LocalKafka;
import io.deploycast.sandbox.LocalKafkaOptions;
import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the broker is slow or cut, or the broker stands still. */
class BrokerFaultIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration REACH = Duration.ofSeconds(1 + 2);
  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 3 } ]";

  @TempDir private Path folder;

  /** A broker that clients reach only through a proxy. */
  private static final class DistantKafka implements AutoCloseable {
    final FaultProxy proxy;
    final LocalKafka kafka;

    DistantKafka(Path folder) {
      int port = FreePort.choose(new Random());
      proxy = FaultProxy.between(0, port);
      kafka =
          LocalKafka.inProcess(
              folder,
              LocalKafkaOptions.defaults()
                  .withPort(port)
                  .withProperty(
                      "advertised.listeners", "CLIENT://127.0.0.1:%d".formatted(proxy.port())));
    }

    Map<String, Object> properties() {
      return Map.of("bootstrap.servers", "127.0.0.1:" + proxy.port());
    }

    @Override
    public void close() {
      kafka.close();
      proxy.close();
    }
  }

  private static int rebalances(AppProcess app) {
    return (int) app.log().lines().filter(it -> it.contains("partitions assigned")).count();
  }

  @Test
  void noticesAConnectionThatIsHalfOpenAndRecovers() throws Exception {
    try (DistantKafka distant = new DistantKafka(folder.resolve("kafka"));
        Installation installation = new Installation("halfopen", distant.properties())) {
      installation.target("one", SimulatedTarget.start(Behaviour.ok()));
      String yaml =
          installation.yaml(DEFAULTS).replace("kafka:\n", "kafka:\n  request.timeout.ms: 3000\n");
      try (AppProcess app = AppProcess.startReady(yaml)) {
        installation.publish("before", 50, 5);
        installation.awaitAllDelivered(SOON);

        long cut = System.nanoTime();
        distant.proxy.behave(new Fault.BlackHole());
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> app.health().body().contains("has not answered for"));
        assertThat(app.health().statusCode()).isEqualTo(503);
        distant.proxy.heal();

        await().atMost(SOON).until(() -> app.health().statusCode() == 200);
        installation.publish("after", 50, 5);
        installation.awaitAllDelivered(SOON);
        installation
            .verdict("one", List.of(Disruption.since(cut, REACH)))
            .expect(
                Guarantee.NOTHING_MISSING, Guarantee.NOTHING_UNEXPLAINED, Guarantee.NO_DEAD_LETTER);
      }
    }
  }

  @Test
  @Tag("nightly")
  void goesOnWithoutARebalanceOverASlowWayToTheBroker() {
    try (DistantKafka distant = new DistantKafka(folder.resolve("kafka"));
        Installation installation = new Installation("slow", distant.properties())) {
      installation.target("one", SimulatedTarget.start(Behaviour.ok()));
      try (AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS))) {
        int before = rebalances(app);
        distant.proxy.behave(new Fault.Latency(Duration.ofMillis(250)));
        installation.publish("late", 100, 5);
        installation.awaitAllDelivered(SOON);
        distant.proxy.behave(new Fault.Bandwidth(50_000));
        installation.publish("narrow", 100, 5);
        installation.awaitAllDelivered(SOON);

        assertThat(rebalances(app)).isEqualTo(before);
      }
      distant.proxy.heal();
      installation
          .verdict("one", List.of())
          .expect(Guarantee.NOTHING_MISSING, Guarantee.NOTHING_REPEATED);
    }
  }

  @Test
  @Tag("nightly")
  void losesNothingWhenTheBrokerStandsStillForTwentySeconds() throws Exception {
    freeze(Duration.ofSeconds(20));
  }

  @Test
  @Tag("nightly")
  void losesNothingWhenTheBrokerStandsStillForAMinute() throws Exception {
    freeze(Duration.ofSeconds(60));
  }

  private void freeze(Duration time) throws Exception {
    try (LocalKafka kafka = TestKafka.ownProcess(folder.resolve("kafka"));
        Installation installation = new Installation("frozen", kafka.adminProperties())) {
      installation.target("one", SimulatedTarget.start(Behaviour.latency(Duration.ofMillis(50))));
      try (AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS));
          Load load = Load.start(installation, 600, 20)) {
        await().atMost(SOON).until(() -> load.published() > 60);
        long linesBefore = app.log().lines().count();
        long frozen = System.nanoTime();
        signal(kafka, "STOP");
        await()
            .pollDelay(time)
            .atMost(time.plusSeconds(5))
            .until(() -> app.health().statusCode() == 503 || time.toSeconds() < 30);
        signal(kafka, "CONT");
        // It has forgotten the members of the group, which they learn with their next commit.
        long thawed = System.nanoTime();
        Disruption disruption = new Disruption(frozen, thawed + REACH.toNanos(), REACH);
        load.await();
        installation.awaitAllDelivered(SOON);
        await().atMost(Duration.ofSeconds(30)).until(() -> app.health().statusCode() == 200);

        installation
            .verdict("one", List.of(disruption))
            .expect(
                Guarantee.NOTHING_MISSING, Guarantee.NOTHING_UNEXPLAINED, Guarantee.NO_DEAD_LETTER);
        long minutes = Math.max(1, time.toMinutes());
        assertThat(app.log().lines().count() - linesBefore).isLessThanOrEqualTo(100 * minutes);
      }
    }
  }

  @Test
  @Tag("nightly")
  void saysThatTheBrokerIsAwayAndComesBackWithItWithoutAFloodInTheLog() throws Exception {
    try (LocalKafka kafka = TestKafka.ownProcess(folder.resolve("kafka"));
        Installation installation = new Installation("away", kafka.adminProperties())) {
      installation.target("one", SimulatedTarget.start(Behaviour.ok()));
      try (AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS))) {
        installation.publish("before", 50, 5);
        installation.awaitAllDelivered(SOON);
        long linesBefore = app.log().lines().count();
        long killed = System.nanoTime();
        kafka.kill();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> app.health().body().contains("has not answered for"));
        await().pollDelay(Duration.ofSeconds(60)).atMost(SOON.plusSeconds(10)).until(app::isAlive);
        assertThat(app.log().lines().count() - linesBefore).isLessThanOrEqualTo(200);
        kafka.start();
        kafka.awaitReady(SOON);
        await().atMost(Duration.ofSeconds(30)).until(() -> app.health().statusCode() == 200);
        Disruption disruption = Disruption.since(killed, REACH);
        installation.publish("after", 50, 5);
        installation.awaitAllDelivered(SOON);

        installation
            .verdict("one", List.of(disruption))
            .expect(
                Guarantee.NOTHING_MISSING, Guarantee.NOTHING_UNEXPLAINED, Guarantee.NO_DEAD_LETTER);
      }
    }
  }

  private static void signal(LocalKafka kafka, String name)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(kafka.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
