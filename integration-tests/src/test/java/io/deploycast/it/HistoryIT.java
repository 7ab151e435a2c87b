package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.it.CliProcess.Result;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.DeploymentStatus;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Origin;
import io.deploycast.schema.Receipt;
import io.deploycast.schema.Receipt.Outcome;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What analysts ask of the log, from the real command line. */
class HistoryIT {
  private static final int FIRST = 300;
  private static final int LAST = 20;
  private static final Duration LONG = Duration.ofSeconds(20);

  private static Installation installation;

  /** Between the first events and the last. */
  private static Instant between;

  @BeforeAll
  static void announce() throws Exception {
    installation = Installation.onSharedBroker("history");
    installation.publish("first", FIRST, 7);
    between = afterAllRecords();
    installation.publish("last", LAST, 2);
    installation.publish(
        DeploymentEvent.builder(id("special", 1), "=1", Instant.parse("2012-07-08T11:14:15Z"))
            .service("größe-日本")
            .environment("staging")
            .status(DeploymentStatus.FAILED)
            .attributes(Map.of("ticket", "OPS-7"))
            .build());
    byte[] plain = EventJson.toBytes(event(id("framed", 1), "framed"));
    byte[] framed = new byte[plain.length + 5];
    System.arraycopy(plain, 0, framed, 5, plain.length);
    installation.publishRaw(1, "framed".getBytes(UTF_8), framed);
    installation.publishRaw(1, null, "not json \u001B[2J".getBytes(UTF_8));
    installation.publishRaw(2, null, null);
    abortedTransaction();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  /** A moment of the broker's clock after all that was written, and before what comes. */
  private static Instant afterAllRecords() {
    long latest =
        installation.read(installation.topics.deployments()).stream()
            .mapToLong(record -> record.timestamp())
            .max()
            .orElseThrow();
    Instant moment = Instant.ofEpochMilli(latest + 50);
    await("the next moment").until(() -> Installation.CLOCK.instant().isAfter(moment));
    return moment;
  }

  private static void abortedTransaction() {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            TestKafka.bootstrapServers(),
            "transactional.id",
            installation.topics.deployments());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(
          new ProducerRecord<>(
              installation.topics.deployments(),
              EventJson.toBytes(event(id("aborted", 1), "shop"))));
      producer.flush();
      producer.abortTransaction();
    }
  }

  private static String[] with(String command, String... options) {
    return Stream.concat(
            Stream.of(
                command,
                "--topic",
                installation.topics.deployments(),
                "--bootstrap-servers",
                TestKafka.bootstrapServers()),
            Stream.of(options))
        .toArray(String[]::new);
  }

  private static List<String> ids(Result result) throws Exception {
    List<String> ids = new ArrayList<>();
    for (String line : result.out().lines().toList()) {
      ids.add(EventJson.mapper().readTree(line).path("id").textValue());
    }
    return ids;
  }

  @Test
  void givesEveryCommittedEventOnceInTheOrderOfTimeAndNamesTheRest() throws Exception {
    Result result = CliProcess.run(with("history", "--since", "earliest", "--output", "jsonl"));

    assertThat(result.exitCode()).as(result.err()).isZero();
    List<String> ids = ids(result);
    assertThat(ids)
        .doesNotHaveDuplicates()
        .hasSize(FIRST + LAST + 2)
        .contains(id("framed", 1), id("special", 1))
        .doesNotContain(id("aborted", 1));
    assertThat(ids.subList(0, FIRST)).allMatch(id -> id.startsWith("first-"));
    assertThat(result.err().lines())
        .hasSize(2)
        .allMatch(line -> line.contains(" is no event: "))
        .noneMatch(line -> line.contains("\u001B"));
  }

  @Test
  void beginsAtAMomentAndEndsAtOne() throws Exception {
    List<String> late =
        ids(CliProcess.run(with("history", "--since", between.toString(), "--output", "jsonl")));
    List<String> early =
        ids(
            CliProcess.run(
                with(
                    "history",
                    "--since",
                    "1h",
                    "--until",
                    between.toString(),
                    "--output",
                    "jsonl")));

    assertThat(late).hasSize(LAST + 2).noneMatch(id -> id.startsWith("first-"));
    assertThat(early).hasSize(FIRST).allMatch(id -> id.startsWith("first-"));
  }

  @Test
  void choosesByPropertiesAndByJq() throws Exception {
    Result chosen =
        CliProcess.run(
            with(
                "history",
                "--service",
                "größe-日本",
                "--environment",
                "staging",
                "--status",
                "failed",
                "--release",
                "=1",
                "--where",
                ".attributes.ticket | test(\"^OPS\")",
                "--output",
                "csv"));
    Result where =
        CliProcess.run(
            with(
                "history",
                "--where",
                ".id | endswith(\"7\")",
                "--service",
                "service-0",
                "--service",
                "service-1",
                "--output",
                "jsonl"));

    assertThat(chosen.out().lines()).hasSize(2).last().asString().contains(",\"'=1\",");
    assertThat(ids(where)).isNotEmpty().allMatch(id -> id.endsWith("7"));
    Result failing = CliProcess.run(with("history", "--where", ".release + 1"));
    assertThat(failing.exitCode()).isEqualTo(2);
    assertThat(failing.err()).contains("--where fails on event ");
  }

  @Test
  void givesTheLatestOfThemWithALimit() throws Exception {
    Result all = CliProcess.run(with("history", "--output", "jsonl"));
    Result latest = CliProcess.run(with("history", "--limit", "10", "--output", "jsonl"));

    assertThat(ids(latest))
        .hasSize(10)
        .isEqualTo(ids(all).subList(FIRST + LAST + 2 - 10, FIRST + LAST + 2));
  }

  @Test
  void followsWhatIsAnnouncedUntilItIsInterrupted() throws Exception {
    try (Installation own = Installation.onSharedBroker("history-follow")) {
      own.publish("before", 9, 2);
      CliProcess run =
          CliProcess.start(
              Map.of(),
              "history",
              "--follow",
              "--limit",
              "2",
              "--output",
              "jsonl",
              "--topic",
              own.topics.deployments(),
              "--bootstrap-servers",
              TestKafka.bootstrapServers());
      await("the latest two").atMost(LONG).until(() -> run.out().lines().count() == 2);
      for (int i = 0; i < 3; i++) {
        int number = i;
        own.publish(event(id("after", number), "shop"));
        own.flush();
        await("event " + number).atMost(LONG).until(() -> run.out().contains(id("after", number)));
      }
      new ProcessBuilder("kill", "-INT", Long.toString(run.process().pid())).start().waitFor();

      Result result = run.await();
      assertThat(result.exitCode()).isEqualTo(130);
      assertThat(result.out().lines()).hasSize(5);
    }
  }

  @Test
  void belongsToNoGroupAndCommitsNothing() throws Exception {
    CliProcess.run(with("history", "--since", "earliest"));

    assertThat(installation.admin().listGroups().all().get())
        .noneMatch(group -> group.groupId().contains("deploycast-cli"))
        .noneMatch(group -> group.groupId().startsWith(installation.topics.deployments()));
  }

  @Test
  void endsQuietlyWhenNobodyReadsOnAndLoudlyWhenTheDiskIsFull() throws Exception {
    Process head =
        shell(
            with("history", "--since", "earliest", "--output", "jsonl"),
            "| head -n 1; echo ${PIPESTATUS[0]}");
    assertThat(head.inputReader(UTF_8).lines()).hasSize(2).last().isEqualTo("0");
    assertThat(head.errorReader(UTF_8).lines())
        .noneMatch(line -> line.contains("must be writable"));

    if (new File("/dev/full").exists()) {
      Process full = shell(with("history", "--since", "earliest"), "> /dev/full");
      assertThat(full.errorReader(UTF_8).lines())
          .contains("deploycast: standard output must be writable, was not");
      assertThat(full.waitFor()).isEqualTo(1);
    }
  }

  private static Process shell(String[] arguments, String rest) throws Exception {
    StringBuilder line = new StringBuilder();
    line.append(Path.of(System.getProperty("java.home"), "bin", "java"));
    line.append(" -XX:TieredStopAtLevel=1 -jar ").append(System.getProperty("deploycast.cli.jar"));
    for (String argument : arguments) {
      line.append(" '").append(argument).append('\'');
    }
    return new ProcessBuilder("bash", "-c", line + " " + rest).start();
  }

  @Test
  void loadsNothingOfJqUnlessItIsAsked(@TempDir Path folder) throws Exception {
    Path classes = folder.resolve("classes.log");
    Map<String, String> logged = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);

    CliProcess.start(logged, with("history", "--limit", "1")).await();
    assertThat(Files.readString(classes)).contains("io.deploycast").doesNotContain("jackson.jq");
    CliProcess.start(logged, with("history", "--limit", "1", "--where", "true")).await();
    assertThat(Files.readString(classes)).contains("jackson.jq");
  }

  @Test
  void saysHowEachDeliveryOfAnEventEnded() throws Exception {
    String eventId = id("status", 1);
    String other = id("status", 2);
    receipt(eventId, "audit", Outcome.DELIVERED, null);
    receipt(other, "audit", Outcome.DELIVERED, null);
    assertThat(CliProcess.run(with("status", other)).exitCode()).isZero();
    receipt(eventId, "grafana", Outcome.DEAD_LETTERED, "HTTP 400 \u001B[2J");

    Result text = CliProcess.run(with("status", eventId));
    Result json = CliProcess.run(with("status", eventId, "--output", "json"));
    Result none = CliProcess.run(with("status", id("status", 3)));

    assertThat(text.exitCode()).as(text.err()).isEqualTo(7);
    assertThat(text.out().lines()).hasSize(3);
    assertThat(text.out())
        .containsPattern("audit +delivered +2 +200 ")
        .containsPattern("grafana +dead-lettered ")
        .doesNotContain("\u001B");
    JsonNode deliveries = EventJson.mapper().readTree(json.out()).path("deliveries");
    assertThat(deliveries.findValuesAsText("target")).containsExactly("audit", "grafana");
    assertThat(none.exitCode()).isEqualTo(7);
    assertThat(none.out()).contains("no delivery of event " + id("status", 3) + " has ended yet");
  }

  private static void receipt(String eventId, String target, Outcome outcome, String reason)
      throws Exception {
    Receipt receipt =
        new Receipt(
            eventId,
            target,
            outcome,
            reason,
            2,
            reason == null ? 200 : 400,
            Instant.parse("2026-01-02T03:04:05Z"),
            new Origin(
                installation.topics.deployments(), 0, 1, Instant.parse("2026-01-02T03:04:04Z")));
    int partition = Receipt.partition(eventId, Installation.PARTITIONS);
    installation.send(
        new ProducerRecord<>(
            installation.topics.receipts(),
            partition,
            receipt.key().getBytes(UTF_8),
            receipt.toJson().toString().getBytes(UTF_8)));
    installation.flush();
  }

  @Test
  void reportsOnWhatItRead() throws Exception {
    Result whole =
        CliProcess.run(
            with("report", "--since", "2012-07-01", "--until", "2012-07-15", "--output", "json"));

    assertThat(whole.exitCode()).as(whole.err()).isZero();
    JsonNode total = EventJson.mapper().readTree(whole.out()).path("total");
    assertThat(total.path("deployments").intValue()).isEqualTo(FIRST + LAST + 2);
    assertThat(total.path("failed").intValue()).isEqualTo(1);
    assertThat(IntStream.range(0, 7).mapToObj(i -> "\"service\":\"service-" + i + "\""))
        .allMatch(whole.out()::contains);
  }

  @Test
  void saysWhatIsWrongWithAQuestionOrABroker() {
    Result when = CliProcess.run(with("history", "--since", "yesterday"));
    Result jq = CliProcess.run(with("history", "--where", ".x |"));
    Result array = CliProcess.run(with("history", "--follow", "--output", "json"));
    Result away =
        CliProcess.run("history", "--bootstrap-servers", "127.0.0.1:1", "--timeout", "2s");
    Result missing =
        CliProcess.run(
            "history",
            "--topic",
            "no-such-topic",
            "--timeout",
            "4s",
            "--bootstrap-servers",
            TestKafka.bootstrapServers());

    assertThat(List.of(when.exitCode(), jq.exitCode(), array.exitCode())).containsOnly(2);
    assertThat(when.err()).contains("--since must be a duration such as 30d, or must be a time");
    assertThat(jq.err()).contains("--where must be jq: ");
    assertThat(away.exitCode()).isEqualTo(4);
    assertThat(away.took()).isLessThan(Duration.ofSeconds(10));
    assertThat(missing.exitCode()).isEqualTo(4);
    assertThat(missing.err()).contains("topic 'no-such-topic' does not exist");
  }
}
