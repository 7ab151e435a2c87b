package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.sandbox.target.SimulatedTargetMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dockerfiles, compose file, systemd unit and Prometheus' and Grafana's files fit the code. */
class DeployFilesTest {
  private static final String COMPOSE = "docker-compose.yml";
  private static final String APP = "streams-app/Dockerfile";
  private static final String SANDBOX = "sandbox/Dockerfile";
  private static final String UNIT = "deploy/systemd/deploycast.service";
  private static final String RULES = "deploy/prometheus/deploycast-rules.yml";

  /** What a stop takes beyond the longest time-out of a target. */
  private static final Duration STOP = Duration.ofSeconds(6);

  private final JsonNode services = DeployFiles.yaml(COMPOSE).get(0).path("services");

  @Test
  void areTakenByDockerCompose() throws InterruptedException {
    new Tool("docker-compose").run("-f", DeployFiles.path(COMPOSE).toString(), "config", "-q");
  }

  @Test
  void buildImagesFromWhatTheBuildMakes() {
    assertThat(copied(APP))
        .isEqualTo("target/deploycast-app.jar /opt/deploycast/deploycast-app.jar");
    assertThat(DeployFiles.text("streams-app/pom.xml"))
        .contains("<outputFile>${project.build.directory}/deploycast-app.jar</outputFile>");
    assertThat(DeployFiles.instruction(APP, "ENTRYPOINT"))
        .startsWith("java")
        .endsWith("-jar", "/opt/deploycast/deploycast-app.jar");
    assertThat(copied(SANDBOX)).isEqualTo("target/deploycast-sandbox /opt/deploycast");
    assertThat(DeployFiles.text("sandbox/pom.xml"))
        .contains("${project.build.directory}/deploycast-sandbox</outputDirectory>");
    assertThat(DeployFiles.instruction(SANDBOX, "ENTRYPOINT")).endsWith("-cp", "/opt/deploycast/*");
    for (String dockerfile : List.of(APP, SANDBOX)) {
      assertThat(DeployFiles.text(dockerfile)).contains("USER 10001:10001");
      String ignored = DeployFiles.text(dockerfile.replace("Dockerfile", ".dockerignore"));
      assertThat(ignored).contains("!" + copied(dockerfile).split(" ")[0]);
    }
    List<String> run = DeployFiles.texts(services.at("/simulated-target/command"));
    assertThat(run.get(0)).isEqualTo(SimulatedTargetMain.class.getName());
    assertThat(DeployFiles.instruction(SANDBOX, "CMD")).isSubsetOf(run);
  }

  private static String copied(String dockerfile) {
    Matcher copy = Pattern.compile("(?m)^COPY (.*)$").matcher(DeployFiles.text(dockerfile));
    assertThat(copy.find()).isTrue();
    return copy.group(1);
  }

  @Test
  void mountOnlyWhatIsThere() throws IOException {
    List<String> mounts = new ArrayList<>();
    services.forEach(service -> mounts.addAll(DeployFiles.texts(service.path("volumes"))));
    assertThat(mounts).hasSizeGreaterThan(3);
    for (String mount : mounts) {
      assertThat(mount).startsWith("./").endsWith(":ro");
      assertThat(Files.exists(DeployFiles.path(mount.split(":")[0]))).as(mount).isTrue();
    }
    for (JsonNode service : services) {
      if (service.has("build")) {
        assertThat(DeployFiles.path(service.path("build").asText()).resolve("Dockerfile")).exists();
        assertThat(service.path("read_only").asBoolean()).isTrue();
      }
    }
    String config = DeployFiles.instruction(APP, "CMD").get(2);
    assertThat(mounts).contains("./deploy/compose:" + Path.of(config).getParent() + ":ro");
    assertThat(DeployFiles.path("deploy/compose").resolve(Path.of(config).getFileName())).exists();
  }

  @Test
  void publishOnLoopbackOnly() {
    for (JsonNode service : services) {
      assertThat(DeployFiles.texts(service.path("ports")))
          .allMatch(it -> it.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void meetAtTheSamePorts() {
    JsonNode config = DeployFiles.yaml("deploy/compose/deploycast.yaml").get(0);
    String health = config.at("/health/port").asText();
    assertThat(config.at("/health/host").asText()).isEqualTo("0.0.0.0");
    assertThat(DeployFiles.text(APP)).contains("EXPOSE " + health, "/dev/tcp/127.0.0.1/" + health);
    assertThat(DeployFiles.texts(services.at("/streams-app/ports")))
        .contains("127.0.0.1:%s:%s".formatted(health, health));
    assertThat(DeployFiles.text("deploy/prometheus/prometheus.yml"))
        .contains("\"streams-app:%s\"".formatted(health));
    assertThat(services.at("/kafka/environment/KAFKA_LISTENERS").asText())
        .contains("://:" + config.at("/kafka/bootstrap.servers").asText().split(":")[1]);
    List<String> simulated = DeployFiles.texts(services.at("/simulated-target/command"));
    assertThat(config.at("/targets/0/url").asText())
        .startsWith(
            "http://127.0.0.1:%s/".formatted(simulated.get(simulated.indexOf("--port") + 1)));
    assertThat(DeployFiles.text("deploy/grafana/provisioning/datasources/prometheus.yaml"))
        .contains("url: http://prometheus:9090", "uid: prometheus");
    String dashboards = DeployFiles.text("deploy/grafana/provisioning/dashboards/deploycast.yaml");
    assertThat(DeployFiles.texts(services.at("/grafana/volumes")))
        .anyMatch(it -> dashboards.contains("path: " + it.split(":")[1]));
  }

  @Test
  void useTheVersionsThatAreTested() {
    Matcher kafka =
        Pattern.compile("<kafka.version>(.*)</kafka.version>").matcher(DeployFiles.text("pom.xml"));
    assertThat(kafka.find()).isTrue();
    assertThat(services.at("/kafka/image").asText()).isEqualTo("apache/kafka:" + kafka.group(1));
  }

  @Test
  void leaveTimeForACleanStop() {
    Duration longest = Duration.ofSeconds(10).plus(STOP);
    assertThat(seconds(services.at("/streams-app/stop_grace_period").asText()))
        .isGreaterThan(longest);
    assertThat(seconds(setting("TimeoutStopSec"))).isGreaterThan(longest);
  }

  @Test
  void runTheServiceUnderSystemdAsTheDockerfileDoes() {
    List<String> run = DeployFiles.instruction(APP, "CMD");
    assertThat(setting("ExecStart"))
        .endsWith("-jar /opt/deploycast/deploycast-app.jar " + String.join(" ", run));
    assertThat(setting("ExecStartPre"))
        .endsWith("-jar /opt/deploycast/deploycast-app.jar check-config --config " + run.get(2));
    assertThat(setting("ExecReload")).isEqualTo("/bin/kill -HUP $MAINPID");
    assertThat(setting("RestartPreventExitStatus")).isEqualTo("78");
  }

  private static String setting(String name) {
    Matcher setting = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(DeployFiles.text(UNIT));
    assertThat(setting.find()).as(name).isTrue();
    return setting.group(1);
  }

  private static Duration seconds(String text) {
    return Duration.parse("PT" + text);
  }

  @Test
  void alertAsTheirOwnTestsSay() throws InterruptedException {
    Tool promtool = new Tool("promtool");
    promtool.run(
        "check", "config", DeployFiles.path("deploy/prometheus/prometheus.yml").toString());
    String tests = DeployFiles.path("deploy/prometheus/deploycast-rules.test.yml").toString();
    assertThat(promtool.run("test", "rules", tests)).contains("SUCCESS");
  }

  @Test
  void haveATestAndARunbookForEachAlert() {
    String tests = DeployFiles.text("deploy/prometheus/deploycast-rules.test.yml");
    String runbook = DeployFiles.text("docs/operations.md");
    List<String> alerts = new ArrayList<>();
    for (JsonNode rule : DeployFiles.yaml(RULES).get(0).at("/groups/0/rules")) {
      if (rule.has("alert")) {
        String alert = rule.path("alert").asText();
        alerts.add(alert);
        assertThat(tests).contains("alertname: " + alert + "\n        exp_alerts:\n");
        assertThat(runbook).contains("### " + alert + "\n");
        assertThat(rule.at("/annotations/runbook_url").asText())
            .isEqualTo("docs/operations.md#" + alert.toLowerCase(Locale.ROOT));
      }
    }
    Matcher sections = Pattern.compile("(?m)^### (Deploycast\\w+)$").matcher(runbook);
    List<String> described = sections.results().map(it -> it.group(1)).toList();
    assertThat(described).containsExactlyInAnyOrderElementsOf(alerts);
  }
}
