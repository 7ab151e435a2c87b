package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.it.CliProcess.Result;
import io.deploycast.sandbox.net.FreePort;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line where streams are closed, disks are full, and nothing is as it should be. */
class CliSurroundingsIT {
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = Installation.onSharedBroker("cli-around");
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  private static String[] publish(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "publish",
                "--topic",
                installation.topics.deployments(),
                "--bootstrap-servers",
                TestKafka.bootstrapServers()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Runs it by a shell whose last words are about the streams. */
  private static Result shell(String streams, String... arguments) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", "\"$@\" " + streams, "bash"));
    command.addAll(CliProcess.command(arguments));
    return CliProcess.start(Map.of(), command).await();
  }

  private static List<String> services() {
    return installation.read(installation.topics.deployments()).stream()
        .map(record -> new String(record.key(), UTF_8))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"> /dev/full", ">&-", "| head -c0"})
  void needsNobodyToListenForAnEventToBePublished(String streams) {
    String service = "deaf-" + streams.length();
    Result result = shell(streams, publish("1", "--service", service));

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(services()).contains(service);
  }

  @Test
  void failsWhenItsOutputIsAllThereIsAndCannotBeWritten() {
    Result result = shell("> /dev/full", publish("1", "--dry-run"));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualToIgnoringNewLines("deploycast: standard output must be writable, was not");
  }

  @Test
  void needsNeitherHomeNorFoldersToWriteTo() {
    List<String> command =
        new ArrayList<>(List.of("env", "-u", "HOME", "TZ=Nowhere/Odd", "TMPDIR=/proc"));
    command.addAll(CliProcess.command(publish("1", "--service", "homeless")));
    Result result = CliProcess.start(Map.of(), command).await();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(services()).contains("homeless");
  }

  @Test
  void publishesAWholeFileFromAPipeInItsOrder() throws IOException {
    List<String> command =
        List.of(
            "bash",
            "-c",
            "for i in 1 2 3; do echo '{\"release\":\"'$i'\",\"service\":\"piped\"}'; done | \"$@\"",
            "bash");
    List<String> all = new ArrayList<>(command);
    all.addAll(CliProcess.command(publish("--file", "-", "--output", "json")));
    Result result = CliProcess.start(Map.of(), all).await();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).hasSize(3);
    List<String> releases = new ArrayList<>();
    for (var record : installation.read(installation.topics.deployments())) {
      if (new String(record.key(), UTF_8).equals("piped")) {
        releases.add(EventJson.mapper().readTree(record.value()).path("release").textValue());
      }
    }
    assertThat(releases).containsExactly("1", "2", "3");
  }

  @Test
  void sendsNothingOfAFileWithOneInvalidLine() {
    int before = services().size();
    Result result = shell("<<< $'{\"release\":\"1\"}\\n{\"release\":2}'", publish("--file", "-"));

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("line 2: /release must be a string");
    assertThat(services()).hasSize(before);
  }

  @Test
  void neverWaitsForInput() {
    Result closed = shell("<&-", publish("--file", "-", "--timeout", "3s"));

    assertThat(closed.exitCode()).isIn(2, 3);
    assertThat(closed.out()).isEmpty();
    assertThat(shell("<&-", publish("1", "--service", "no-input")).exitCode()).isZero();
  }

  @Test
  void givesUpOnABrokerThatNeverAnswersWithinItsTime() throws IOException {
    int port = FreePort.choose(new Random(7));
    // Accepts by its backlog, and nobody ever reads.
    try (ServerSocket hole = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
      Result result =
          CliProcess.run(
              "publish", "1", "--bootstrap-servers", "127.0.0.1:" + port, "--timeout", "3s");

      assertThat(hole.isClosed()).isFalse();
      assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
      assertThat(result.took()).isLessThan(Duration.ofSeconds(5));
      assertThat(result.err().lines()).hasSize(1);
    }
    Result unknown =
        CliProcess.run("publish", "1", "--bootstrap-servers", "no-such-host.invalid:9092");
    assertThat(unknown.exitCode()).isEqualTo(4);
    assertThat(unknown.err()).contains("must have a name that resolves");
    assertThat(unknown.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void saysWhetherTheEventWasAcknowledgedWhenItIsToldToEnd(String signal) throws Exception {
    int front = FreePort.choose(new Random(signal.hashCode()));
    String server = TestKafka.bootstrapServers();
    InetSocketAddress broker =
        new InetSocketAddress(
            server.substring(0, server.lastIndexOf(':')),
            Integer.parseInt(server.substring(server.lastIndexOf(':') + 1)));
    // The first thing asked is muted, so the event is never sent.
    try (MutedBroker muted = new MutedBroker(front, broker, 18)) {
      CliProcess run =
          CliProcess.start(
              Map.of(),
              "publish",
              "1",
              "--timeout",
              "30s",
              "--bootstrap-servers",
              "127.0.0.1:" + front);
      await().atMost(Duration.ofSeconds(20)).until(muted::isMuted);
      long began = System.nanoTime();
      new ProcessBuilder("kill", "-" + signal, Long.toString(run.process().pid()))
          .start()
          .waitFor();
      Result result = run.await();

      assertThat(result.exitCode()).isEqualTo(signal.equals("INT") ? 130 : 143);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      assertThat(result.err()).contains("interrupted; the event was not sent");
    }
  }

  @Test
  void writesNoColoursWhereNobodyWantsThemAndJsonThatParses() throws IOException {
    Result help = CliProcess.start(Map.of("NO_COLOR", "1"), "publish", "--help").await();
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Examples:").doesNotContain("\u001b");
    assertThat(CliProcess.run("--version").out()).startsWith("deploycast ");

    Result doctor =
        CliProcess.run(
            "doctor",
            "--output",
            "json",
            "--topic",
            installation.topics.deployments(),
            "--bootstrap-servers",
            TestKafka.bootstrapServers());
    assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
    JsonNode findings = EventJson.mapper().readTree(doctor.out());
    assertThat(findings)
        .extracting(it -> it.path("check").textValue())
        .contains("connection", "authentication", "rights", "topics", "clock");
  }
}
