package io.deploycast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.cli.CommandLineRun;
import io.deploycast.cli.CommandLineRun.Result;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishDeploymentCommandTest {
  private static final String NOBODY = "127.0.0.1:1";

  private final CommandLineRun line = new CommandLineRun();
  @TempDir private Path folder;

  private JsonNode dryRun(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("publish"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--dry-run", "--output", "json"));
    Result result = line.run(all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return EventJson.mapper().readTree(result.out());
  }

  @Test
  void needsNothingButARelease() throws IOException {
    JsonNode record = dryRun("2016.20");

    assertThat(record.path("topic").textValue()).isEqualTo("deployments");
    assertThat(record.path("key").textValue()).isEqualTo("-");
    assertThat(record.at("/value/release").textValue()).isEqualTo("2016.20");
    assertThat(record.at("/value/deployedAt").textValue()).isEqualTo(CommandLineRun.NOW.toString());
    assertThat(record.at("/value/id").textValue())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
        .isEqualTo(record.at("/headers/ce_id").textValue());
  }

  @Test
  void takesDateAndTimeAsOneArgumentOrTwo() throws IOException {
    assertThat(dryRun("1", "2012-07-08 11:14:15").at("/value/deployedAt").textValue())
        .isEqualTo("2012-07-08T09:14:15Z");
    assertThat(dryRun("1", "2012-07-08", "11:14:15").at("/value/deployedAt").textValue())
        .isEqualTo("2012-07-08T09:14:15Z");
  }

  @Test
  void saysThatATimeWithoutZoneIsLocal() {
    Result result = line.run("publish", "1", "2012-07-08 11:14:15", "--dry-run");

    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "deployedAt 2012-07-08T09:14:15Z ('2012-07-08 11:14:15' taken as Europe/Berlin, no zone"
                + " was given)");
    assertThat(line.run("publish", "1", "2012-07-08T11:14:15Z", "--dry-run").err()).isEmpty();
  }

  @Test
  void hasAnOptionForEveryProperty() throws IOException {
    JsonNode value =
        dryRun(
                "2016.20",
                "--event-id=0123456789abcdef",
                "--deployment-id=fedcba9876543210",
                "--service=shop",
                "--environment=production",
                "--status=rolled_back",
                "--previous-release=2016.19",
                "--commit=abc",
                "--branch=main",
                "--repository=https://example.com/shop",
                "--actor=ada",
                "--url=https://ci.example.com/1",
                "--description=a = b",
                "--started-at=2012-07-08T11:00:00Z",
                "--committed-at=1341740000",
                "--attribute=ticket=OPS-7",
                "--attribute=expression=a=b")
            .path("value");

    assertThat(value.toString())
        .isEqualTo(
            "{\"id\":\"0123456789abcdef\",\"release\":\"2016.20\","
                + "\"deployedAt\":\"2026-01-02T03:04:05.678Z\","
                + "\"deploymentId\":\"fedcba9876543210\","
                + "\"startedAt\":\"2012-07-08T11:00:00Z\",\"committedAt\":\"2012-07-08T09:33:20Z\","
                + "\"service\":\"shop\",\"environment\":\"production\",\"status\":\"rolled_back\","
                + "\"previousRelease\":\"2016.19\",\"commit\":\"abc\",\"branch\":\"main\","
                + "\"repository\":\"https://example.com/shop\",\"actor\":\"ada\","
                + "\"url\":\"https://ci.example.com/1\",\"description\":\"a = b\","
                + "\"attributes\":{\"expression\":\"a=b\",\"ticket\":\"OPS-7\"}}");
  }

  @Test
  void takesEveryOptionFromTheEnvironmentUnlessGiven() throws IOException {
    line.with("DEPLOYCAST_SERVICE", "shop")
        .with("DEPLOYCAST_ENVIRONMENT", "staging")
        .with("DEPLOYCAST_TOPIC", "releases")
        .with("DEPLOYCAST_COMMIT", "");
    JsonNode record = dryRun("1", "--environment", "production");

    assertThat(record.path("topic").textValue()).isEqualTo("releases");
    assertThat(record.path("key").textValue()).isEqualTo("shop");
    assertThat(record.at("/value/environment").textValue()).isEqualTo("production");
    assertThat(record.at("/value/commit").isMissingNode()).isTrue();
  }

  @Test
  void printsTheTraceThatTheRecordBelongsTo() throws Exception {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    line.with("TRACEPARENT", parent);

    assertThat(dryRun("1").at("/headers/traceparent").textValue()).isEqualTo(parent);
    assertThat(line.run("publish", "1", "--dry-run").out())
        .contains("header traceparent: " + parent + "\n");
  }

  @Test
  void printsTheRecordAsTextToo() {
    Result result = line.run("publish", "1", "--dry-run", "--service", "shöp");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("key: shöp\n")
        .contains("header ce_type: io.deploycast.deployment.succeeded\n")
        .contains("value: {\"id\":\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publish",
        "publish 1 --bogus",
        "publish 1 yesterday",
        "publish 1 2012-07-08 11:14:15 more",
        "publish 1 --service=",
        "publish 1 --timeout=soon",
        "publish 1 --timeout=0s",
        "publish 1 --status=done",
        "publish 1 --attribute=nothing",
        "publish 1 --output=xml",
        "publish 1 --new-id --event-id=0123456789abcdef",
        "publish 1 --wait-for=A",
        "publish 1 --wait=0s",
        "publish 1 --file=events.jsonl",
        "publish --file=absent.jsonl",
        "publish --file=absent.jsonl --service=shop",
        "publish --file=absent.jsonl --wait-for=grafana",
        "completion",
        "completion tcsh",
        "publish 1 --topic=a/b",
        "publish 1 --started-at=later",
        "publish 1 --command-config=absent.properties",
        "topics",
        "topics create --retention=never",
        "bogus",
        ""
      })
  void endsWithTwoAndUsageOnStandardErrorWhenMisused(String arguments) {
    Result result = line.run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isNotBlank().doesNotContain("\tat ");
  }

  @Test
  void staysMisuseWhateverBestEffortSays() {
    assertThat(line.run("publish", "1", "--best-effort", "--bogus").exitCode()).isEqualTo(2);
    assertThat(line.run("publish", "1", "--best-effort", "--topic=a/b").exitCode()).isEqualTo(2);
  }

  @Test
  void namesTheRuleAnInvalidEventBreaks() {
    Result result = line.run("publish", "1", "--event-id", "short", "--bootstrap-servers", NOBODY);

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "deploycast: invalid event: /id must be 16 to 128 characters of A-Z a-z 0-9 _ -, was"
                + " 'short'");
  }

  @Test
  void givesUpOnABrokerThatIsNotThereWithinItsTime() {
    long began = System.nanoTime();
    Result result = line.run("publish", "1", "--bootstrap-servers", NOBODY, "--timeout", "2s");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains(NOBODY);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void saysThatABrokersNameDoesNotResolve() {
    Result result =
        line.run("publish", "1", "--bootstrap-servers", "broker.invalid:9092", "--timeout", "2s");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err()).contains("broker.invalid:9092").contains("resolves");
  }

  @Test
  void warnsOnlyWhenAskedForBestEffort() {
    Result result =
        line.run("publish", "1", "--best-effort", "--bootstrap-servers", NOBODY, "--timeout", "1s");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).startsWith("deploycast: warning: ");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void warnsOfAPasswordFileThatEverybodyMayRead() throws IOException {
    Path file = Files.writeString(folder.resolve("client.properties"), "ssl.key.password=hush\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Result result =
        line.run(
            "publish",
            "1",
            "--command-config",
            file.toString(),
            "--bootstrap-servers",
            NOBODY,
            "--timeout",
            "1s");

    assertThat(result.err()).contains("chmod 600").doesNotContain("hush");
  }

  @Test
  void refusesClientPropertiesThatAreWrong() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("client.properties"), "security.protocol=carrier-pigeon\n");
    Result result =
        line.run("publish", "1", "--command-config", file.toString(), "--timeout", "1s");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("security.protocol");
  }
}
