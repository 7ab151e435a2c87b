package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.topic.ClusterTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a target finds when it starts: its topics, and where it begins to read. */
class StartIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]";

  private final Installation installation = Installation.onSharedBroker("start");

  @BeforeEach
  void startTarget() {
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
  }

  @AfterEach
  void close() {
    installation.close();
  }

  private SimulatedTarget target() {
    return installation.target("one");
  }

  @Test
  void createsItsTopicsWithTheirSettings() {
    try (AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS))) {
      String retry = installation.topics.deployments() + ".one.retry-1s";
      Map<String, String> configs =
          new ClusterTopics(installation.admin()).describe(List.of(retry)).get(retry).configs();
      assertThat(configs)
          .containsEntry("message.timestamp.type", "LogAppendTime")
          .containsEntry("max.message.bytes", "2097152")
          .containsEntry("cleanup.policy", "delete");
      assertThat(app.isAlive()).isTrue();
    }
  }

  @Test
  void namesEachMissingTopicWhenItMayNotCreateThem() {
    String yaml =
        installation
            .yaml(DEFAULTS)
            .replace("topics: { partitions: 3 }", "topics: { partitions: 3, create: false }");
    try (AppProcess app = AppProcess.start(yaml)) {
      String prefix = installation.topics.deployments() + ".one";
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(app.health().body())
                      .contains("topic '" + prefix + ".retry-1s' does not exist")
                      .contains("topic '" + prefix + ".redrive' does not exist"));
      assertThat(app.health().statusCode()).isEqualTo(503);
    }
  }

  @Test
  void refusesADeadLetterTopicThatIsNotCompacted() throws Exception {
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, installation.topics.deadLetters());
    ConfigEntry entry = new ConfigEntry("cleanup.policy", "delete");
    installation
        .admin()
        .incrementalAlterConfigs(
            Map.of(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
        .all()
        .get();
    try (AppProcess app = AppProcess.start(installation.yaml(DEFAULTS))) {
      await().atMost(SOON).until(() -> app.health().body().contains("must only be compacted"));
      assertThat(app.health().statusCode()).isEqualTo(503);
    }
  }

  @Test
  void beginsAtTheEndWhenToldSoAndLaterWhereItStopped() {
    installation.publish(event(id("old", 0), "shop"));
    installation.flush();
    String yaml = installation.yaml(DEFAULTS).replace("startFrom: earliest", "startFrom: latest");
    try (AppProcess app = AppProcess.startReady(yaml)) {
      app.terminate(SOON);
    }
    installation.publish(event(id("missed", 0), "shop"));
    installation.flush();
    try (AppProcess app = AppProcess.startReady(yaml)) {
      await().atMost(SOON).until(() -> target().deliveredIds().contains(id("missed", 0)));
      assertThat(target().deliveredIds()).doesNotContain(id("old", 0));
      assertThat(app.isAlive()).isTrue();
    }
  }

  @Test
  void beginsAtAnEventOfTheLastHoursByDefault() {
    installation.publish(event(id("recent", 0), "shop"));
    installation.flush();
    String yaml = installation.yaml(DEFAULTS).replace("startFrom: earliest", "startFrom: 24h");
    try (AppProcess app = AppProcess.startReady(yaml)) {
      await().atMost(SOON).until(() -> target().deliveredIds().contains(id("recent", 0)));
      assertThat(app.isAlive()).isTrue();
    }
  }

  @Test
  void refusesToGuessWhereToGoOnWhenItsOffsetsAreLost() throws Exception {
    String yaml = installation.yaml(DEFAULTS);
    try (AppProcess app = AppProcess.startReady(yaml)) {
      app.terminate(SOON);
    }
    installation
        .admin()
        .deleteConsumerGroups(List.of(installation.topics.deployments() + ".one"))
        .all()
        .get();
    try (AppProcess app = AppProcess.start(yaml)) {
      await().atMost(SOON).until(() -> app.health().body().contains("run --start-over one"));
      assertThat(app.health().statusCode()).isEqualTo(503);
    }
    try (AppProcess app = AppProcess.startReady(yaml, "--start-over", "one")) {
      assertThat(app.health().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void keepsItsPlaceInTheGroupOverARestartWhenItHasAStableName() {
    String yaml = installation.yaml(DEFAULTS, "instance: { id: pod-0 }");
    try (AppProcess app = AppProcess.startReady(yaml)) {
      app.terminate(SOON);
    }
    installation.publish(event(id("static", 0), "shop"));
    installation.flush();
    long began = System.nanoTime();
    try (AppProcess app = AppProcess.startReady(yaml)) {
      await().atMost(SOON).until(() -> target().deliveredIds().contains(id("static", 0)));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
      assertThat(app.isAlive()).isTrue();
    }
  }
}
