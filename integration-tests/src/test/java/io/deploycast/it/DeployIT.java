package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.sandbox.net.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processes of {@code docker-compose.yml} without Docker: the commands of the Dockerfiles with
 * the settings of the deploy files, their ports moved to free ones.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String APP = "streams-app/Dockerfile";
  private static final Pattern METER = Pattern.compile("deploycast_[a-z_]+");

  private static final JsonNode SERVICES =
      DeployFiles.yaml("docker-compose.yml").get(0).path("services");

  @TempDir private static Path folder;
  private static final Map<String, String> MOVED = new TreeMap<>();
  private static final List<Process> PROCESSES = new ArrayList<>();
  private static String topic;

  @BeforeAll
  static void startAsComposeDoes() throws IOException {
    topic = TestKafka.uniqueName("deploy");
    Random random = new Random();
    for (String port : List.of("8080", "8081", "8090", "8091")) {
      MOVED.put(port, Integer.toString(FreePort.choose(random)));
    }
    MOVED.put("kafka:19092", TestKafka.bootstrapServers());
    MOVED.put("/opt/deploycast/deploycast-app.jar", System.getProperty("deploycast.app.jar"));
    // Absolute, since the processes start in another folder.
    Path sandbox = DeployFiles.path("sandbox/target/deploycast-sandbox").toAbsolutePath();
    MOVED.put("/opt/deploycast/*", sandbox + "/*");
    List<String> cmd = DeployFiles.instruction(APP, "CMD");
    Path config = folder.resolve("deploycast.yaml");
    MOVED.put(cmd.get(2), config.toString());
    // A topic of its own, since the broker is shared with other tests.
    Files.writeString(
        config,
        moved(DeployFiles.text("deploy/compose/deploycast.yaml"))
            + "topic: %s%napplication: { prefix: %s }%n".formatted(topic, topic));
    start(APP, cmd, "app.log");
    start(
        "sandbox/Dockerfile",
        DeployFiles.texts(SERVICES.at("/simulated-target/command")),
        "target.log");
    await("the service to be ready")
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> get("8081", "/health/ready").contains("\"status\":\"UP\",\"components\""));
  }

  @AfterAll
  static void stop() {
    PROCESSES.forEach(Process::destroyForcibly);
  }

  private static String moved(String text) {
    String result = text;
    for (Map.Entry<String, String> entry : MOVED.entrySet()) {
      result = result.replace(entry.getKey(), entry.getValue());
    }
    return result;
  }

  private static void start(String dockerfile, List<String> arguments, String log)
      throws IOException {
    List<String> command = new ArrayList<>();
    for (String word : DeployFiles.instruction(dockerfile, "ENTRYPOINT")) {
      command.add(
          word.equals("java")
              ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
              : moved(word));
    }
    arguments.forEach(argument -> command.add(moved(argument)));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(log).toFile());
    SERVICES
        .at("/streams-app/environment")
        .fields()
        .forEachRemaining(it -> builder.environment().put(it.getKey(), unset(it.getValue())));
    PROCESSES.add(builder.start());
  }

  /** What compose makes of a variable that the host does not set. */
  private static String unset(JsonNode value) {
    return value.asText().replaceAll("\\$\\{\\w+:-(.*)}", "$1");
  }

  private static String get(String port, String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + MOVED.get(port) + path);
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The health check of the image; 0 when it finds the service well. */
  private static int healthCheck() throws Exception {
    List<String> check = new ArrayList<>();
    for (String word : DeployFiles.healthCheck(APP)) {
      check.add(moved(word));
    }
    return new ProcessBuilder(check).redirectErrorStream(true).start().waitFor();
  }

  @Test
  @Order(1)
  void deliversWhatIsPublishedAndKnowsItsHealth() throws Exception {
    CliProcess.Result published =
        CliProcess.run(
            "publish",
            "2016.20",
            "--service",
            "shop",
            "--topic",
            topic,
            "--bootstrap-servers",
            TestKafka.bootstrapServers());
    assertThat(published.exitCode()).as(published.err()).isZero();
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(get("8091", "/requests")).contains("\"/deployments\""));
    assertThat(healthCheck()).isZero();
    assertThat(get("8080", "/")).contains("<title>");
  }

  @Test
  void hasMetricsThatPromtoolTakesAndEveryMeterThatAlertsDashboardAndDocumentName()
      throws Exception {
    String metrics = get("8081", "/metrics");
    new Tool("promtool")
        .runOn(Files.writeString(folder.resolve("metrics"), metrics), "check", "metrics");
    Set<String> asked = new TreeSet<>();
    for (String file :
        List.of(
            "deploy/prometheus/deploycast-rules.yml",
            "deploy/grafana/dashboards/deploycast.json")) {
      METER.matcher(DeployFiles.text(file)).results().forEach(it -> asked.add(it.group()));
    }
    assertThat(asked).hasSizeGreaterThan(10);
    Pattern.compile("`(deploycast\\.[a-z.]+)`")
        .matcher(DeployFiles.text("docs/metrics.md"))
        .results()
        .forEach(it -> asked.add(it.group(1).replace('.', '_')));
    for (String meter : asked) {
      assertThat(metrics).containsPattern("(?m)^" + meter + "(_total|_seconds_count)?[{ ]");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void stopsWithinTheGracePeriodAndThenFailsItsHealthCheck() throws Exception {
    Process app = PROCESSES.get(0);
    app.destroy();
    Duration grace = Duration.parse("PT" + SERVICES.at("/streams-app/stop_grace_period").asText());
    assertThat(app.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    // Of a JVM that was asked to end; the unit file counts it as a success.
    assertThat(app.exitValue()).isEqualTo(143);
    assertThat(healthCheck()).isNotZero();
  }
}
