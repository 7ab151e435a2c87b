package io.deploycast.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryReaderTest {
  private static final String REST =
      """
      kafka:
        bootstrap.servers: "localhost:9092"
        sasl.mechanism: PLAIN
        sasl.jaas.config: 'org.apache.kafka.common.security.plain.PlainLoginModule required username="ada" password="secret";'
      topic: releases
      targets: [ { name: audit, type: webhook, url: "https://audit.example.com/" } ]
      """;

  @TempDir private Path directory;
  private ConfigFile file;

  @BeforeEach
  void prepare() {
    file = new ConfigFile(directory);
  }

  private RegistryConfig registry(String section) {
    return file.loaded(REST + "schemaRegistry: " + section).registry();
  }

  @Test
  void hasNoRegistryUnlessOneIsGiven() {
    assertThat(file.loaded(REST).registry()).isNull();
    assertThat(registry("{}")).isNull();
  }

  @Test
  void readsAddressCredentialsAndSubjects() {
    RegistryConfig registry =
        registry(
            """
            { url: "http://one:8081,http://two:8081", basic.auth.user.info: "ada:${env:TOKEN}",
              subjects: [ deployments-value, "${env:TOKEN}" ] }
            """);

    assertThat(registry.settings().headers()).containsKey("Authorization");
    assertThat(registry.subjects()).contains("deployments-value").hasSize(2);
    assertThat(registry.settings().toString()).contains("http://two:8081").doesNotContain("CANARY");
  }

  @Test
  void takesTheSubjectsOfEveryStrategyAndKafkasCredentials() {
    RegistryConfig registry =
        registry("{ url: \"http://one\", basic.auth.credentials.source: SASL_INHERIT }");

    assertThat(registry.subjects())
        .containsExactlyInAnyOrder("releases-value", "DeploymentEvent", "releases-DeploymentEvent");
    assertThat(registry.settings().headers())
        .isEqualTo(Map.of("Authorization", "Basic YWRhOnNlY3JldA=="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ subjects: [ a ] } | schemaRegistry.url is required, such as http://localhost:8081",
        "{ url: 'registry:8081' } | schemaRegistry.url must be http:// or https:// and a host, several separated by commas",
        "{ url: 'http://one', subjects: [] } | schemaRegistry.subjects must name at least one subject",
        "{ url: 'http://one', subjects: a } | schemaRegistry.subjects must be a list, was text",
        "{ urls: 'http://one' } | schemaRegistry.urls is not a known key; did you mean 'url'?",
        "{ url: 'http://one', ssl.trustore.location: x } | schemaRegistry.ssl.trustore.location is not a known key; did you mean 'ssl.truststore.location'?",
        "{ url: 'http://one', basic.auth.user.info: '${env:TOKEN}' } | schemaRegistry.basic.auth.user.info must be name:password, had no name or no ':'",
        "{ url: 'http://one', bearer.auth.credentials.source: OAUTHBEARER } | schemaRegistry.bearer.auth.credentials.source must be STATIC_TOKEN, was 'OAUTHBEARER'"
      })
  void saysWhatIsWrong(String section, String problem) {
    assertThat(file.problems(REST + "schemaRegistry: " + section))
        .anySatisfy(it -> assertThat(it).endsWith(problem));
  }
}
