package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.it.CliProcess.Result;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The files of {@code docs/ci}, their scripts run by bash with the variables of their CI system.
 */
class CiRecipeIT {
  private static final Path FOLDER = Path.of("..", "docs", "ci");
  private static final Pattern INPUT = Pattern.compile("^\\$\\{\\{ inputs\\.([a-z-]+) }}$");
  private static final Pattern SHELL = Pattern.compile("(?s)sh '''\\n(.*?)'''");
  private static final String CANARY = "CANARY-token";

  private Installation installation;

  @BeforeEach
  void open() {
    installation = Installation.onSharedBroker("ci");
  }

  @AfterEach
  void close() {
    installation.close();
  }

  private static Map<?, ?> yaml(String file) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions()))
        .load(Files.readString(FOLDER.resolve(file)));
  }

  private Map<String, String> common() {
    Map<String, String> variables = new HashMap<>();
    variables.put("CI", "true");
    variables.put("DEPLOYCAST_TOPIC", installation.topics.deployments());
    variables.put(
        "PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
    return variables;
  }

  private List<JsonNode> run(String script, Map<String, String> variables) throws IOException {
    Result result =
        CliProcess.start(variables, List.of("bash", "-e", "-o", "pipefail", "-c", script)).await();
    assertThat(result.exitCode()).as(result.err()).isZero();
    List<JsonNode> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        installation.read(installation.topics.deployments())) {
      events.add(EventJson.mapper().readTree(record.value()));
      assertThat(new String(record.value(), UTF_8)).doesNotContain(CANARY);
    }
    return events;
  }

  @Test
  void announcesFromAGitHubAction() throws IOException {
    Map<?, ?> action = yaml("github/action.yml");
    Map<?, ?> step = (Map<?, ?>) ((List<?>) ((Map<?, ?>) action.get("runs")).get("steps")).get(0);
    Map<String, String> given =
        Map.of(
            "release", "-2016.20 $(touch /tmp/CANARY)",
            "environment", "production",
            "bootstrap-servers", TestKafka.bootstrapServers(),
            "client-properties", "client.id=action\nretries=3",
            "jar", System.getProperty("deploycast.cli.jar"));
    Map<String, String> variables = common();
    Map<?, ?> inputs = (Map<?, ?>) action.get("inputs");
    ((Map<?, ?>) step.get("env"))
        .forEach(
            (name, value) -> {
              MatchResult input =
                  INPUT.matcher(value.toString()).results().findFirst().orElseThrow();
              Map<?, ?> declared = (Map<?, ?>) inputs.get(input.group(1));
              Object text = given.getOrDefault(input.group(1), "" + declared.get("default"));
              variables.put(name.toString(), text.toString());
            });
    variables.put("GITHUB_ACTIONS", "true");
    variables.put("GITHUB_REPOSITORY", "team/shop");
    variables.put("GITHUB_SERVER_URL", "https://github.com");
    variables.put("GITHUB_RUN_ID", "12");
    variables.put("GITHUB_RUN_ATTEMPT", "1");
    variables.put("GITHUB_SHA", "abc");
    variables.put("GITHUB_REF", "refs/heads/main");

    assertThat(step.get("shell")).isEqualTo("bash");
    JsonNode event = run(step.get("run").toString(), variables).get(0);

    assertThat(event.path("release").textValue()).isEqualTo(given.get("release"));
    assertThat(event.path("service").textValue()).isEqualTo("shop");
    assertThat(event.path("environment").textValue()).isEqualTo("production");
    assertThat(event.path("branch").textValue()).isEqualTo("main");
    assertThat(event.path("url").textValue()).endsWith("/team/shop/actions/runs/12/attempts/1");
    // The same attempt again is the same event.
    assertThat(run(step.get("run").toString(), variables))
        .hasSize(2)
        .allSatisfy(again -> assertThat(again.path("id")).isEqualTo(event.path("id")));
  }

  @Test
  void announcesFromGitLab() throws IOException {
    Map<?, ?> job = (Map<?, ?>) yaml("gitlab.yml").get(".deploycast");
    Map<String, String> variables = common();
    ((Map<?, ?>) job.get("variables"))
        .forEach((name, value) -> variables.put(name.toString(), value.toString()));
    variables.put("DEPLOYCAST_BOOTSTRAP_SERVERS", TestKafka.bootstrapServers());
    variables.put("JAR", System.getProperty("deploycast.cli.jar"));
    variables.put("GITLAB_CI", "true");
    variables.put("CI_PROJECT_NAME", "shop");
    variables.put("CI_PROJECT_PATH", "team/shop");
    variables.put("CI_PROJECT_URL", "https://gitlab.example.com/team/shop");
    variables.put("CI_REPOSITORY_URL", "https://gitlab-ci-token:" + CANARY + "@gitlab/team/shop");
    variables.put("CI_COMMIT_SHA", "0123456789");
    variables.put("CI_COMMIT_SHORT_SHA", "01234567");
    variables.put("CI_COMMIT_REF_NAME", "main");
    variables.put("CI_ENVIRONMENT_NAME", "production");
    variables.put("CI_PIPELINE_ID", "4");
    variables.put("CI_JOB_ID", "5");
    StringBuilder script = new StringBuilder();
    ((List<?>) job.get("script")).forEach(line -> script.append(line).append('\n'));

    JsonNode event = run(script.toString(), variables).get(0);

    assertThat(event.path("release").textValue()).isEqualTo("01234567");
    assertThat(event.path("service").textValue()).isEqualTo("shop");
    assertThat(event.path("environment").textValue()).isEqualTo("production");
  }

  @Test
  void announcesStartAndEndFromJenkins() throws IOException {
    List<String> scripts =
        SHELL
            .matcher(Files.readString(FOLDER.resolve("Jenkinsfile")))
            .results()
            .map(it -> it.group(1))
            .toList();
    Map<String, String> variables = common();
    variables.put("DEPLOYCAST_BOOTSTRAP_SERVERS", TestKafka.bootstrapServers());
    variables.put("DEPLOYCAST_ENVIRONMENT", "production");
    variables.put("JAR", System.getProperty("deploycast.cli.jar"));
    variables.put("RELEASE", "2016.20");
    variables.put("JENKINS_URL", "https://ci.example.com/");
    variables.put("BUILD_URL", "https://ci.example.com/job/shop/7/");
    variables.put("GIT_URL", "https://ada:" + CANARY + "@git.example.com/team/shop.git");
    variables.put("GIT_BRANCH", "origin/main");

    assertThat(scripts).hasSize(3);
    run(scripts.get(0), variables);
    run(scripts.get(1), variables);
    List<JsonNode> events = run(scripts.get(2), variables);

    assertThat(events)
        .extracting(it -> it.path("status").textValue())
        .containsExactly("started", "succeeded", "failed");
    assertThat(events)
        .extracting(it -> it.path("deploymentId"))
        .containsOnly(events.get(0).path("deploymentId"));
    assertThat(events).extracting(it -> it.path("id")).doesNotHaveDuplicates();
    assertThat(events.get(0).path("repository").textValue())
        .isEqualTo("https://git.example.com/team/shop.git");
  }
}
