package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.LocalKafka;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker goes away under the service and comes back. Always a local one: it has to be killed.
 */
class BrokerRestartIT {
  private static final Duration BROKER = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private static void publish(Installation installation, String prefix) {
    for (int i = 0; i < 100; i++) {
      installation.publish(event(id(prefix, i), "service-" + i % 5));
    }
    installation.flush();
  }

  private static void awaitAll(Installation installation, String prefix, Duration bound) {
    Set<String> ids =
        IntStream.range(0, 100).mapToObj(i -> id(prefix, i)).collect(Collectors.toSet());
    await(prefix)
        .atMost(bound)
        .untilAsserted(
            () -> assertThat(installation.target("one").deliveredIds()).containsAll(ids));
  }

  @Test
  void goesOnWhenTheBrokerIsBackAfterAStopAndAfterAKill() {
    try (LocalKafka kafka = TestKafka.ownProcess(folder.resolve("kafka"));
        Installation installation = new Installation("broker", kafka.adminProperties())) {
      installation.target("one", SimulatedTarget.start(Behaviour.ok()));
      String yaml = installation.yaml("timeout: 2s, retry: [ { delay: 1s, attempts: 3 } ]");
      try (AppProcess app = AppProcess.startReady(yaml)) {
        publish(installation, "before");
        awaitAll(installation, "before", Duration.ofSeconds(20));

        kafka.stop();
        kafka.start();
        kafka.awaitReady(BROKER);
        publish(installation, "stopped");
        awaitAll(installation, "stopped", Duration.ofSeconds(10));

        kafka.kill();
        kafka.start();
        kafka.awaitReady(BROKER);
        publish(installation, "killed");
        awaitAll(installation, "killed", Duration.ofSeconds(20));

        assertThat(app.isAlive()).isTrue();
        assertThat(installation.deadLetters("one")).isEmpty();
      }
    }
  }

  @Test
  void waitsForABrokerThatIsNotThereYet() {
    LocalKafka kafka = TestKafka.ownProcess(folder.resolve("late"));
    try (kafka;
        Installation installation = new Installation("late", kafka.adminProperties())) {
      installation.target("one", SimulatedTarget.start(Behaviour.ok()));
      publish(installation, "early");
      kafka.stop();
      String yaml = installation.yaml("timeout: 2s, retry: [ { delay: 1s, attempts: 3 } ]");
      try (AppProcess app = AppProcess.start(yaml)) {
        await()
            .atMost(Duration.ofSeconds(40))
            .until(() -> app.health().body().contains("cannot work with Kafka"));
        assertThat(app.health().statusCode()).isEqualTo(503);

        kafka.start();
        awaitAll(installation, "early", Duration.ofSeconds(60));
      }
    }
  }
}
