package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.LocalKafka;
import io.deploycast.sandbox.LocalKafkaOptions;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TopicSpec;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Service and command line under exactly the rights and on exactly the topics of the Kubernetes
 * manifests, with the service's configuration from there; also when it is killed.
 */
class LeastPrivilegeIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String SERVICE = "deploycast-service";
  private static final String CI = "deploycast-ci";
  private static final int COUNT = 6;

  @TempDir private Path folder;
  private final SimulatedTarget grafana = SimulatedTarget.start(Behaviour.ok());
  private final SimulatedTarget audit =
      SimulatedTarget.start(
          Behaviour.always(Reply.status(422))
              .forEvents(
                  Set.of(id("rejected", 0)),
                  Behaviour.always(Reply.status(500))
                      .forEvents(Set.of(id("failing", 0)), Behaviour.ok())));

  @Test
  @Tag("nightly")
  void deliversRetriesBuriesAndRecordsUnderTheRightsOfTheManifests() throws Exception {
    LocalKafkaOptions options =
        LocalKafkaOptions.defaults()
            .withUser(LocalKafkaOptions.ADMIN, "admin-secret")
            .withUser(SERVICE, "service-secret")
            .withUser(CI, "ci-secret");
    try (LocalKafka kafka = LocalKafka.inProcess(folder.resolve("kafka"), options);
        Admin admin = Admin.create(kafka.adminProperties());
        grafana;
        audit) {
      new ClusterTopics(admin).create(onOneBroker(ConfiguredPods.topics()));
      admin.createAcls(ConfiguredPods.acls()).all().get();
      String yaml = yaml(kafka);
      try (AppProcess app = start(yaml)) {
        app.awaitReady();
        publish(kafka, id("rejected", 0));
        publish(kafka, id("failing", 0));
        for (int i = 0; i < COUNT / 2; i++) {
          publish(kafka, id("event", i));
        }
        await().atMost(SOON).until(() -> hasIds(grafana, COUNT / 2));
        app.kill();
      }
      try (AppProcess app = start(yaml)) {
        for (int i = COUNT / 2; i < COUNT; i++) {
          publish(kafka, id("event", i));
        }
        for (SimulatedTarget target : List.of(grafana, audit)) {
          await().atMost(SOON).until(() -> hasIds(target, COUNT));
        }
        await().atMost(SOON).until(() -> records(kafka, "deployments.dlq") == 1);
        await().atMost(SOON).until(() -> records(kafka, "deployments.receipts") >= 2L * COUNT);
        await().atMost(SOON).until(() -> records(kafka, "deployments.audit.retry-1m") > 0);
        assertThat(app.log()).doesNotContain("TopicAuthorizationException", "service-secret");
      }
    }
  }

  /** Whether a target took the first so many events; each type puts the id where it belongs. */
  private static boolean hasIds(SimulatedTarget target, int count) {
    String taken =
        target.requests().stream()
            .filter(RecordedRequest::delivered)
            .map(request -> request.body().text())
            .collect(Collectors.joining());
    return IntStream.range(0, count).allMatch(i -> taken.contains(id("event", i)));
  }

  /** Three brokers are one here. */
  private static List<TopicSpec> onOneBroker(List<TopicSpec> topics) {
    return topics.stream()
        .map(it -> new TopicSpec(it.name(), it.partitions(), (short) 1, it.configs()))
        .toList();
  }

  private static AppProcess start(String yaml) {
    return AppProcess.startWith(List.of(), ConfiguredPods.ENVIRONMENT, yaml);
  }

  /** The manifest's configuration; the broker, the tools and the delays are ours. */
  private String yaml(LocalKafka kafka) {
    StringBuilder client = new StringBuilder("kafka:\n");
    kafka
        .clientProperties(SERVICE)
        .forEach((key, value) -> client.append("  %s: '%s'\n".formatted(key, value)));
    client.append("  session.timeout.ms: 6000\n  heartbeat.interval.ms: 500\n");
    return new ConfiguredPods(folder)
        .yaml()
        .replaceFirst("(?s)kafka:\n.*?\n(?=\\S)", client.toString().replace("\\", "\\\\"))
        .replaceFirst("(?m)^health:.*\n", "defaults: { startFrom: earliest }\n")
        .replace("https://grafana.example.com", grafana.uri("").toString())
        .replace("https://audit.example.com/hooks", audit.uri("/hooks").toString());
  }

  private void publish(LocalKafka kafka, String eventId) throws Exception {
    Path file = folder.resolve("ci.properties");
    Properties properties = new Properties();
    properties.putAll(kafka.clientProperties(CI));
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    CliProcess.Result result =
        CliProcess.run(
            "publish",
            "2016.20",
            "--event-id",
            eventId,
            "--service",
            "shop",
            "--bootstrap-servers",
            kafka.bootstrapServers(),
            "--command-config",
            file.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  /** How many records were written to a topic so far. */
  private static long records(LocalKafka kafka, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.adminProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
