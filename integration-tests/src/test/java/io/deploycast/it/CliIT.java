package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.it.CliProcess.Result;
import io.deploycast.schema.EventJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real command line against the broker that tests share. */
class CliIT {
  private static Installation installation;
  private static String topic;

  @BeforeAll
  static void start() {
    installation = Installation.onSharedBroker("cli");
    topic = installation.topics.deployments();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  private static Result publish(String release, String... more) {
    return CliProcess.run(
        Stream.concat(
                Stream.of(
                    "publish",
                    release,
                    "--topic",
                    topic,
                    "--bootstrap-servers",
                    TestKafka.bootstrapServers()),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void saysWhereTheEventStandsAndItStandsThere() throws Exception {
    Result result = publish("2016.20", "--service", "shop", "--output", "json");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    JsonNode said = EventJson.mapper().readTree(result.out());
    ConsumerRecord<byte[], byte[]> record =
        installation.read(topic).stream()
            .filter(it -> it.partition() == said.path("partition").intValue())
            .filter(it -> it.offset() == said.path("offset").longValue())
            .findFirst()
            .orElseThrow();
    assertThat(new String(record.key(), UTF_8)).isEqualTo("shop");
    assertThat(EventJson.mapper().readTree(record.value()).path("id"))
        .isEqualTo(said.path("eventId"));
    assertThat(new String(record.headers().lastHeader("ce_id").value(), UTF_8))
        .isEqualTo(said.path("eventId").textValue());
    assertThat(new String(record.headers().lastHeader("ce_type").value(), UTF_8))
        .isEqualTo("io.deploycast.deployment.succeeded");
  }

  @Test
  void keepsTheBrokersTimeOnTheRecordHoweverOldTheDeployment() {
    long before = Installation.CLOCK.millis();
    Result result = publish("old", "2012-07-08 11:14:15", "--service", "time-machine");

    assertThat(result.exitCode()).isZero();
    assertThat(installation.read(topic))
        .filteredOn(record -> new String(record.key(), UTF_8).equals("time-machine"))
        .allSatisfy(record -> assertThat(record.timestamp()).isGreaterThan(before - 60_000));
  }

  @Test
  void writesTheSameBytesWhateverTheLocale() {
    Result result =
        CliProcess.start(
                Map.of("LANG", "C", "LC_ALL", "C", "DEPLOYCAST_ACTOR", "Zoë"),
                "publish",
                "1",
                "--topic",
                topic,
                "--bootstrap-servers",
                TestKafka.bootstrapServers(),
                "--service",
                "größe-日本")
            .await();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(installation.read(topic))
        .filteredOn(record -> new String(record.key(), UTF_8).equals("größe-日本"))
        .singleElement()
        .satisfies(
            record ->
                assertThat(new String(record.value(), UTF_8))
                    .contains("\"service\":\"größe-日本\"")
                    .contains("\"actor\":\"Zoë\""));
  }

  @Test
  void sendsNothingOfAnInvalidEvent() {
    int before = installation.read(topic).size();
    Result result = publish("x".repeat(300));

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("/release must have at most 256 characters, had 300");
    assertThat(installation.read(topic)).hasSize(before);
  }

  @Test
  void givesUpOnABrokerThatIsNotThereWithinItsTime() {
    Result result =
        CliProcess.run("publish", "1", "--bootstrap-servers", "127.0.0.1:1", "--timeout", "5s");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.took()).isLessThan(Duration.ofSeconds(6));
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void namesATopicThatDoesNotExist() {
    Result result =
        CliProcess.run(
            "publish",
            "1",
            "--topic",
            "no-such-topic",
            "--bootstrap-servers",
            TestKafka.bootstrapServers(),
            "--timeout",
            "4s");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains("topic 'no-such-topic' does not exist on " + TestKafka.bootstrapServers())
        .contains("run 'deploycast topics create'");
  }

  @Test
  void onlyWarnsWithBestEffort() {
    Result result =
        CliProcess.run(
            "publish",
            "1",
            "--best-effort",
            "--bootstrap-servers",
            "127.0.0.1:1",
            "--timeout",
            "2s");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).startsWith("deploycast: warning: ");
  }

  @Test
  void saysThatNothingWasSentWhenInterruptedWhileItLooksForTheBroker() throws Exception {
    CliProcess run =
        CliProcess.start(
            Map.of(),
            "publish",
            "1",
            "--bootstrap-servers",
            "127.0.0.1:1",
            "--timeout",
            "30s",
            "--verbose");
    await("the client to try")
        .atMost(Duration.ofSeconds(20))
        .until(() -> run.err().contains("127.0.0.1:1"));
    long began = System.nanoTime();
    new ProcessBuilder("kill", "-INT", Long.toString(run.process().pid())).start().waitFor();
    Result result = run.await();

    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    assertThat(result.err()).contains("interrupted; the event was not sent");
  }

  @Test
  void createsTopicsThatItsOwnCheckFindsFine() {
    String name = TestKafka.uniqueName("cli-topics");
    String[] common = {
      "--topic",
      name,
      "--target",
      "audit",
      "--retry",
      "1s,5s",
      "--bootstrap-servers",
      TestKafka.bootstrapServers()
    };
    Result missing = topics("check", common);
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.out())
        .contains("error: topic '" + name + ".dlq' does not exist; run 'deploycast topics create'");

    Result created = topics("create", common);
    assertThat(created.exitCode()).as(created.err()).isZero();
    assertThat(created.out())
        .contains("created " + name + "\n")
        .contains("created " + name + ".audit.retry-1s")
        .contains("created " + name + ".audit.retry-5s")
        .contains("created " + name + ".dlq");
    assertThat(topics("create", common).out()).contains("exists  " + name + "\n");

    Result fine = topics("check", common);
    assertThat(fine.exitCode()).isZero();
    assertThat(fine.out()).contains("all 7 topics are fine");
  }

  private static Result topics(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of("topics", command));
    arguments.addAll(List.of(options));
    return CliProcess.run(arguments.toArray(String[]::new));
  }
}
