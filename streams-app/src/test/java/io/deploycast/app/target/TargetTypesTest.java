package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.TargetTypeCatalog.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTypesTest {
  /** Those that users were promised; a newer one needs no mention here. */
  private static final List<String> PROMISED =
      List.of(
          "airbrake",
          "appdynamics",
          "bugsnag",
          "cdevents",
          "cloudevents",
          "datadog",
          "datadog-dora",
          "dynatrace",
          "elastic-apm",
          "grafana",
          "graphite",
          "honeycomb",
          "http",
          "instana",
          "launchdarkly",
          "newrelic",
          "otlp-logs",
          "pagerduty",
          "pushgateway",
          "raygun",
          "rollbar",
          "sentry",
          "slack",
          "splunk-hec",
          "splunk-observability",
          "teams",
          "webhook");

  private static final String GOOD =
      """
      name: own
      title: Our own
      doc: https://example.com/
      source: our wiki
      parameters:
        - { name: url, description: where, required: true, format: base-url, pattern: "http.*" }
      steps:
        - { name: one, url: "{$param.url}/x", headers: {}, body: "." }
      """;

  @TempDir private Path directory;

  @Test
  void shipsItsTypes() {
    assertThat(TargetTypes.shipped().names()).containsAll(PROMISED);
  }

  @Test
  void addsTheUsersOwnTypes() throws Exception {
    TargetTypes types = with("own.yaml", GOOD);
    assertThat(types.problems()).isEmpty();
    assertThat(types.names())
        .containsAll(TargetTypes.shipped().names())
        .contains("own")
        .hasSize(TargetTypes.shipped().names().size() + 1);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          title: Our own    | titel: Our own     | required property 'title' not found
          format: base-url  | format: uri        | does not have a value in the enumeration
          "http.*"          | "(http"            | pattern of parameter 'url' must be an RE2 expression
          body: "."         | body: ". |"        | step 'one' must hold jq
          /x"               | /{.x"              | an expression in braces does not end
          headers: {}       | headers: {host: .} | host
          headers: {}       | headers: {webhook-id: .id} | webhook-id
          headers: {}       | headers: {}, sign: {scheme: standard-webhooks, secrets: [url]} | step 'one' must sign with a parameter that is secret
          name: own         | name: other        | /name must be the file's name, was 'other'
          title: Our own    | name: twice        | must be YAML: Duplicate field 'name'
          """)
  void saysWhatIsWrongWithAFile(String good, String bad, String problem) throws Exception {
    TargetTypes types = with("own.yaml", GOOD.replace(good, bad));
    assertThat(types.problems())
        .anySatisfy(text -> assertThat(text).contains("own.yaml: ").contains(problem));
    assertThat(types.names()).containsExactlyElementsOf(TargetTypes.shipped().names());
  }

  @Test
  void refusesToReplaceAShippedType() throws Exception {
    TargetTypes types = with("webhook.yaml", GOOD.replace("name: own", "name: webhook"));
    assertThat(types.problems())
        .singleElement()
        .asString()
        .endsWith("webhook.yaml: name must be new, 'webhook' is a shipped type");
    assertThat(types.find("webhook").orElseThrow().title()).isEqualTo("Standard Webhooks");
  }

  @Test
  void findsAFilterThatIsNotJq() {
    assertThat(
            TargetTypes.shipped()
                .check(
                    Configs.target(
                        "webhook",
                        Map.of("url", new ParameterValue.Text("http://127.0.0.1/")),
                        ".environment = = 1")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.key()).isEqualTo("when");
              assertThat(finding.problem()).startsWith("must be jq: ");
            });
  }

  @Test
  void findsASecretThatNoHeaderCanHold() {
    assertThat(
            TargetTypes.shipped()
                .check(
                    Configs.target(
                        "grafana",
                        Map.of(
                            "url", new ParameterValue.Text("http://127.0.0.1/"),
                            "token", new Secret("geheimnisß")))))
        .containsExactly(
            new Finding(
                "type",
                "cannot be called: header 'authorization' must be printable ASCII, what the"
                    + " parameters give is not"));
  }

  private TargetTypes with(String name, String content) throws Exception {
    Files.createDirectories(directory.resolve("targets"));
    Files.writeString(directory.resolve("targets").resolve(name), content);
    return TargetTypes.beside(directory.resolve("deploycast.yaml"));
  }
}
