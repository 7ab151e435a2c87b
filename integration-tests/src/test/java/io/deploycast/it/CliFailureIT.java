package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.it.CliProcess.Result;
import io.deploycast.sandbox.LocalKafka;
import io.deploycast.sandbox.LocalKafkaOptions;
import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.topic.WholeTopic;
import io.deploycast.schema.topic.BrokerAnswers;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command line against brokers that refuse it, stay silent, or die. */
class CliFailureIT {
  private static final String TOPIC = TopicNames.DEFAULT;

  @TempDir private Path folder;

  private static void createTopics(LocalKafka kafka) {
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      TopicSettings settings = new TopicSettings(1, null, (short) -1, Duration.ofDays(1));
      new ClusterTopics(admin).create(new TopicPlan(new TopicNames(TOPIC), settings).shared());
    }
  }

  private Path file(String name, Map<String, Object> properties) throws IOException {
    Properties file = new Properties();
    file.putAll(properties);
    StringWriter text = new StringWriter();
    file.store(text, null);
    return Files.writeString(folder.resolve(name), text.toString());
  }

  @Test
  void endsWithFiveWhenItIsNotLetIn() throws IOException {
    LocalKafkaOptions options =
        LocalKafkaOptions.defaults()
            .withUser(LocalKafkaOptions.ADMIN, "admin-secret")
            .withUser("ci", "ci-secret");
    try (LocalKafka kafka = LocalKafka.inProcess(folder.resolve("kafka"), options)) {
      createTopics(kafka);
      Path wrong = file("wrong.properties", kafka.clientProperties("ci", "CANARY-wrong"));
      Path denied = file("denied.properties", kafka.clientProperties("ci"));
      Path right = file("right.properties", kafka.clientProperties(LocalKafkaOptions.ADMIN));

      Result wrongPassword = CliProcess.run("publish", "1", "--command-config", wrong.toString());
      assertThat(wrongPassword.exitCode()).as(wrongPassword.err()).isEqualTo(5);
      assertThat(wrongPassword.took()).isLessThan(Duration.ofSeconds(5));
      assertThat(wrongPassword.err()).contains("authentication failed").doesNotContain("CANARY");

      Result noRight = CliProcess.run("publish", "1", "--command-config", denied.toString());
      assertThat(noRight.exitCode()).as(noRight.err()).isEqualTo(5);
      assertThat(noRight.took()).isLessThan(Duration.ofSeconds(5));
      assertThat(noRight.err()).contains("not authorised").contains(TOPIC);

      Result fine = CliProcess.run("publish", "1", "--command-config", right.toString());
      assertThat(fine.exitCode()).as(fine.err()).isZero();

      diagnoses(kafka, wrong, denied, right);
    }
  }

  private static void diagnoses(LocalKafka kafka, Path wrong, Path denied, Path right)
      throws IOException {
    Result all = CliProcess.run("doctor", "--command-config", right.toString());
    assertThat(all.exitCode()).as(all.out() + all.err()).isZero();
    assertThat(all.out())
        .contains("logged in with PLAIN over SASL_PLAINTEXT")
        .contains("may write to topic 'deployments'")
        .contains("clock ");

    Result wrongPassword = CliProcess.run("doctor", "--command-config", wrong.toString());
    assertThat(wrongPassword.exitCode()).as(wrongPassword.out()).isEqualTo(5);
    assertThat(wrongPassword.out())
        .contains("failed  authentication")
        .contains("check user, password and mechanism")
        .doesNotContain("CANARY");

    Result noRight = CliProcess.run("doctor", "--command-config", denied.toString());
    assertThat(noRight.exitCode()).as(noRight.out()).isEqualTo(5);
    assertThat(noRight.out())
        .contains("failed  rights          may not write to topic 'deployments'")
        .contains("--operation Write --operation Describe --topic deployments");

    // What the advice says is enough, for the doctor and to publish.
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      BrokerAnswers.get(
          admin.createAcls(List.of(allow(AclOperation.WRITE), allow(AclOperation.DESCRIBE))).all());
    }
    Result enough = CliProcess.run("doctor", "--command-config", denied.toString());
    assertThat(enough.exitCode()).as(enough.out()).isZero();
    assertThat(CliProcess.run("publish", "1", "--command-config", denied.toString()).exitCode())
        .isZero();

    Result nobody = CliProcess.run("doctor", "--bootstrap-servers", "127.0.0.1:1", "--timeout=2s");
    assertThat(nobody.exitCode()).isEqualTo(4);
    assertThat(nobody.out()).contains("failed  connection").contains("check --bootstrap-servers");
  }

  private static AclBinding allow(AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, TOPIC, PatternType.LITERAL),
        new AccessControlEntry("User:ci", "*", operation, AclPermissionType.ALLOW));
  }

  @Test
  void endsWithSixWhenNobodyKnowsWhetherTheEventIsThere() throws IOException {
    int port = FreePort.choose(new Random(1));
    int front = FreePort.choose(new Random(2));
    LocalKafkaOptions options =
        LocalKafkaOptions.defaults()
            .withPort(port)
            .withProperty("advertised.listeners", "CLIENT://127.0.0.1:" + front);
    InetSocketAddress broker = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (MutedBroker muted = new MutedBroker(front, broker, MutedBroker.PRODUCE);
        LocalKafka kafka = LocalKafka.inProcess(folder.resolve("kafka"), options)) {
      createTopics(kafka);
      Result result =
          CliProcess.run(
              "publish",
              "1",
              "--event-id",
              "0123456789abcdef",
              "--timeout",
              "5s",
              "--bootstrap-servers",
              "127.0.0.1:" + front);

      assertThat(muted.isMuted()).isTrue();
      assertThat(result.exitCode()).as(result.err()).isEqualTo(6);
      assertThat(result.took()).isLessThan(Duration.ofSeconds(6));
      assertThat(result.err()).contains("outcome unknown").contains("0123456789abcdef");
      assertThat(result.err().lines()).hasSize(1);
    }
  }

  @Test
  void saysZeroOnlyForEventsThatAreThereWhenTheBrokerIsKilled() throws Exception {
    saysZeroOnlyForEventsThatAreThere(3);
  }

  /** Minutes. */
  @Test
  @Tag("nightly")
  void saysZeroOnlyForEventsThatAreThereWhenTheBrokerIsKilledFiftyTimes() throws Exception {
    saysZeroOnlyForEventsThatAreThere(50);
  }

  private void saysZeroOnlyForEventsThatAreThere(int rounds) throws Exception {
    Random random = new Random(20260124);
    Set<String> said = new HashSet<>();
    try (LocalKafka kafka = TestKafka.ownProcess(folder.resolve("kafka"))) {
      createTopics(kafka);
      for (int round = 0; round < rounds; round++) {
        List<CliProcess> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          String id = "killed-%d-%d-0123456789".formatted(round, i);
          runs.add(
              CliProcess.start(
                  Map.of(),
                  "publish",
                  id,
                  "--event-id",
                  id,
                  "--timeout",
                  "6s",
                  "--bootstrap-servers",
                  kafka.bootstrapServers()));
        }
        Process first = runs.get(0).process();
        first.waitFor(600 + random.nextInt(1_500), TimeUnit.MILLISECONDS);
        kafka.kill();
        for (int i = 0; i < runs.size(); i++) {
          Result result = runs.get(i).await();
          assertThat(result.exitCode()).as(result.err()).isIn(0, 4, 6);
          if (result.exitCode() == 0) {
            said.add("killed-%d-%d-0123456789".formatted(round, i));
          }
        }
        kafka.start();
        kafka.awaitReady(Duration.ofSeconds(60));
      }
      assertThat(idsOn(kafka)).containsAll(said);
    }
  }

  private static Set<String> idsOn(LocalKafka kafka) {
    return WholeTopic.read(kafka.adminProperties(), TOPIC).stream()
        .map(it -> new String(it.headers().lastHeader("ce_id").value(), UTF_8))
        .collect(Collectors.toSet());
  }
}
