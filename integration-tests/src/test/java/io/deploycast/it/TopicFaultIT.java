package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.EventJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Topics that change under the service. */
class TopicFaultIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 2 } ]";

  private final Installation installation = Installation.onSharedBroker("topics");

  @BeforeEach
  void startTarget() {
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
  }

  @AfterEach
  void close() {
    installation.close();
  }

  private String yaml() {
    return installation.yaml(DEFAULTS).replace("kafka:\n", "kafka:\n  metadata.max.age.ms: 2000\n");
  }

  @Test
  void deliversWhatStandsInPartitionsThatWereAddedWhileItRuns() throws Exception {
    try (AppProcess app = AppProcess.startReady(yaml())) {
      installation.publish("before", 30, 7);
      installation.awaitAllDelivered(SOON);
      installation
          .admin()
          .createPartitions(Map.of(installation.topics.deployments(), NewPartitions.increaseTo(6)))
          .all()
          .get();
      for (int partition = 3; partition < 6; partition++) {
        installation.publishRaw(
            partition,
            "any".getBytes(UTF_8),
            EventJson.toBytes(event(id("new", partition), "any")));
      }

      await()
          .atMost(Duration.ofSeconds(2 + 10))
          .until(() -> installation.target("one").deliveredIds().contains(id("new", 5)));
      assertThat(installation.target("one").deliveredIds()).contains(id("new", 3), id("new", 4));
      assertThat(app.isAlive()).isTrue();
    }
    assertThat(installation.target("one").duplicateIds()).isEmpty();
  }

  @Test
  @Tag("nightly")
  void writesRetriesAndDeadLettersToTopicsWithOtherPartitionCounts() throws Exception {
    String retry = installation.topics.deployments() + ".one.retry-1s";
    installation
        .admin()
        .createTopics(
            List.of(
                new NewTopic(retry, Optional.of(1), Optional.empty())
                    .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
        .all()
        .get();
    installation
        .admin()
        .createPartitions(Map.of(installation.topics.deadLetters(), NewPartitions.increaseTo(5)))
        .all()
        .get();
    installation.target("one").behave(Behaviour.everyNth(2, 422));
    try (AppProcess app = AppProcess.startReady(yaml())) {
      installation.publish("mixed", 100, 20);
      await()
          .atMost(SOON)
          .until(
              () ->
                  installation.target("one").deliveredIds().size()
                          + installation.deadLetters("one").size()
                      == 100);
      installation
          .target("one")
          .behave(
              Behaviour.chosenBy(
                  arrival ->
                      Reply.status(
                          arrival.attempt() == 1 && arrival.number() % 5 == 0 ? 500 : 200)));
      installation.publish("retried", 50, 20);
      await()
          .atMost(SOON)
          .until(
              () ->
                  installation.target("one").deliveredIds().stream()
                          .filter(eventId -> eventId.startsWith("retried"))
                          .count()
                      == 50);
      await()
          .atMost(SOON)
          .until(
              () ->
                  installation
                          .verdict("one", List.of(), Duration.ofSeconds(1))
                          .count(Guarantee.NOTHING_MISSING)
                      == 0);
      assertThat(app.log()).contains("retry-1s' has 1 partition");
    }
  }

  @Test
  void countsAndLogsWhatRetentionDeletedBeforeItWasRead() throws Exception {
    try (AppProcess app = AppProcess.startReady(yaml())) {
      installation.publish("before", 9, 3);
      installation.awaitAllDelivered(SOON);
      app.terminate(SOON);
    }
    TopicPartition partition = new TopicPartition(installation.topics.deployments(), 0);
    for (int i = 0; i < 40; i++) {
      installation.publishRaw(
          0, null, EventJson.toBytes(event(id(i < 30 ? "deleted" : "kept", i), null)));
    }
    long committed = installation.committed("one").getOrDefault(partition, 0L);
    long start = committed + 30;
    installation
        .admin()
        .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(start)))
        .all()
        .get();

    try (AppProcess app = AppProcess.startReady(yaml())) {
      await()
          .atMost(SOON)
          .until(() -> installation.target("one").deliveredIds().contains(id("kept", 39)));
      assertThat(app.meter("deploycast_events_lost_to_retention_total")).isEqualTo(30);
      assertThat(app.log())
          .contains("records were deleted by retention before they were read")
          .contains("offset=\"%d\"".formatted(committed))
          .contains("until=\"%d\"".formatted(start));
    }
    assertThat(installation.target("one").deliveredIds())
        .noneMatch(eventId -> eventId.startsWith("deleted"))
        .contains(id("kept", 30));
  }

  @Test
  @Tag("nightly")
  void saysThatTheLogIsGoneAndGoesOnWhenItIsMadeAnew() throws Exception {
    String topic = installation.topics.deployments();
    String yaml =
        yaml().replace("topics: { partitions: 3 }", "topics: { partitions: 3, create: false }");
    try (AppProcess app = AppProcess.startReady(yaml())) {
      installation.publish("before", 30, 7);
      installation.awaitAllDelivered(SOON);
      app.terminate(SOON);
    }
    try (AppProcess app = AppProcess.startReady(yaml)) {
      installation.admin().deleteTopics(List.of(topic)).all().get();

      await()
          .atMost(SOON)
          .until(() -> app.health().body().contains("topic '" + topic + "' does not exist"));
      assertThat(app.health().statusCode()).isEqualTo(503);
      installation
          .admin()
          .createTopics(List.of(new NewTopic(topic, Optional.of(3), Optional.empty())))
          .all()
          .get();
      installation.forget();
      installation.publish("anew", 30, 7);
      installation.awaitAllDelivered(SOON);
    }
  }
}
