package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.LocalKafka;
import io.deploycast.sandbox.LocalKafkaOptions;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service under the fewest rights it needs, and under one too few. */
class AclIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PASSWORD = "CANARY-service-password";

  @TempDir private Path folder;

  private static AclBinding allow(
      ResourceType type, String name, PatternType pattern, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry("User:service", "*", operation, ALLOW));
  }

  /** For a service that does not create its topics; all but the right to write dead letters. */
  private static List<AclBinding> rights(String topic) {
    List<AclBinding> rights = new ArrayList<>();
    for (AclOperation operation : List.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS)) {
      rights.add(allow(ResourceType.TOPIC, topic, PatternType.PREFIXED, operation));
    }
    for (String name : List.of(topic + ".one.", topic + ".receipts", topic + ".control")) {
      rights.add(allow(ResourceType.TOPIC, name, PatternType.PREFIXED, AclOperation.WRITE));
    }
    rights.add(allow(ResourceType.GROUP, topic + ".", PatternType.PREFIXED, AclOperation.READ));
    return rights;
  }

  @Test
  void passesNoOffsetOfAnEventWhoseDeadLetterIsRefusedAndWritesItOnceAllowed() throws Exception {
    LocalKafkaOptions options =
        LocalKafkaOptions.defaults()
            .withUser(LocalKafkaOptions.ADMIN, "admin-secret")
            .withUser("service", PASSWORD);
    try (LocalKafka kafka = LocalKafka.inProcess(folder.resolve("kafka"), options);
        Installation installation = new Installation("acl", kafka.adminProperties())) {
      String topic = installation.topics.deployments();
      new ClusterTopics(installation.admin())
          .create(
              new TopicPlan(installation.topics, Installation.SETTINGS)
                  .of(new TargetName("one"), List.of(Duration.ofSeconds(1))));
      installation.admin().createAcls(rights(topic)).all().get();
      String rejected = id("rejected", 0);
      installation.target(
          "one",
          SimulatedTarget.start(
              Behaviour.always(Reply.status(400)).forEvents(Set.of(rejected), Behaviour.ok())));
      String yaml = yaml(installation, kafka.clientProperties("service"));
      try (AppProcess app = AppProcess.startReady(yaml)) {
        installation.publish(event(id("fine", 0), null));
        await().atMost(SOON).until(() -> delivered(installation, id("fine", 0)));

        installation.publish(event(rejected, null));
        await()
            .atMost(SOON)
            .until(() -> installation.target("one").requestsFor(rejected).size() >= 2);
        assertThat(installation.deadLetters("one")).isEmpty();
        await().atMost(SOON).until(() -> app.health().body().contains(topic + ".dlq"));

        installation
            .admin()
            .createAcls(
                List.of(
                    allow(
                        ResourceType.TOPIC,
                        topic + ".dlq",
                        PatternType.LITERAL,
                        AclOperation.WRITE)))
            .all()
            .get();
        await().atMost(SOON).until(() -> installation.deadLetters("one").size() == 1);
        installation.publish(event(id("fine", 1), null));
        await().atMost(SOON).until(() -> delivered(installation, id("fine", 1)));
        assertThat(app.log()).contains(topic + ".dlq").doesNotContain("CANARY");
      }
    }
  }

  private static boolean delivered(Installation installation, String eventId) {
    return installation.target("one").deliveredIds().contains(eventId);
  }

  private static String yaml(Installation installation, Map<String, Object> client) {
    StringBuilder kafka = new StringBuilder("kafka:\n");
    client.forEach((key, value) -> kafka.append("  %s: '%s'\n".formatted(key, value)));
    kafka.append("  session.timeout.ms: 3000\n  heartbeat.interval.ms: 500\n");
    return installation
        .yaml("timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]")
        .replaceFirst("(?sm)^kafka:.*?^topic:", kafka + "topic:")
        .replace("partitions: 3 }", "partitions: 3, create: false }");
  }
}
