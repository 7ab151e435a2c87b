package io.deploycast.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {
  private static final String BASIC = "Basic YWRhOnNlY3JldA==";

  private static RegistrySettings of(String... keysAndValues) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return RegistrySettings.of(properties);
  }

  @Test
  void takesSeveralAddressesAndShowsNoUserInfo() {
    RegistrySettings settings = of("url", "http://ada:secret@one:8081/, https://two/api/");

    assertThat(settings).hasToString("RegistrySettings[http://one:8081, https://two/api]");
    assertThat(settings.headers()).containsEntry("Authorization", BASIC);
  }

  @Test
  void takesNameAndPasswordFromWhereTheFieldsClientsDo() {
    String jaas =
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ada\" password=\"secret\";";

    assertThat(of("url", "http://one", "basic.auth.user.info", "ada:secret").headers())
        .containsEntry("Authorization", BASIC);
    assertThat(
            of(
                    "url",
                    "http://one",
                    "basic.auth.credentials.source",
                    "SASL_INHERIT",
                    "sasl.jaas.config",
                    jaas)
                .headers())
        .containsEntry("Authorization", BASIC);
    assertThat(of("url", "http://one").headers()).isEmpty();
  }

  @Test
  void takesATokenAndItsCompanions() {
    assertThat(
            of(
                    "url",
                    "http://one",
                    "bearer.auth.credentials.source",
                    "STATIC_TOKEN",
                    "bearer.auth.token",
                    "t0ken",
                    "bearer.auth.logical.cluster",
                    "lsrc-1",
                    "bearer.auth.identity.pool.id",
                    "pool-1")
                .headers())
        .isEqualTo(
            Map.of(
                "Authorization",
                "Bearer t0ken",
                "target-sr-cluster",
                "lsrc-1",
                "Confluent-Identity-Pool-Id",
                "pool-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "url, CANARY",
    "url, ftp://CANARY",
    "url, 'http://one,'",
    "url, http://CANARY:x@/",
    "basic.auth.user.info, CANARY",
    "basic.auth.credentials.source, NOBODY",
    "basic.auth.credentials.source, USER_INFO",
    "basic.auth.credentials.source, SASL_INHERIT",
    "bearer.auth.credentials.source, OAUTHBEARER",
    "bearer.auth.credentials.source, STATIC_TOKEN",
    "bearer.auth.token, 'CANARY\nX: y'",
    "ssl.endpoint.identification.algorithm, ''",
    "ssl.truststore.location, /nowhere/store.jks"
  })
  void saysWhatIsWrongAndShowsNoSecret(String key, String value) {
    List<String> all = new ArrayList<>(List.of("url", "http://one"));
    all.addAll(Arrays.asList(key, value == null ? "" : value));

    assertThatThrownBy(() -> of(all.toArray(String[]::new)))
        .isInstanceOfSatisfying(
            RegistryConfigException.class,
            e -> {
              assertThat(e.key())
                  .isIn(
                      key,
                      "ssl.*",
                      "basic.auth.user.info",
                      "bearer.auth.token",
                      "sasl.jaas.config");
              if (!key.startsWith("ssl.")) {
                assertThat(e.rule()).doesNotContain("CANARY");
              }
            });
  }

  @Test
  void asksTheNextAddressWhereOneIsNotReached() {
    try (StubRegistry second = new StubRegistry()) {
      second.answers("/subjects/s/versions/latest", 200, StubRegistry.version("s", 2, 3, "{}"));
      RegistrySettings settings = of("url", "http://127.0.0.1:1," + second.url());
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();

      assertThat(new SchemaRegistry(settings, false, deadline).latest("s"))
          .contains(new RegisteredSchema("s", 2, 3, "JSON", "{}"));
    }
  }

  @Test
  void knowsTheStrategiesByShortNameAndByClass() {
    for (SubjectNameStrategy strategy : SubjectNameStrategy.values()) {
      String camel =
          Arrays.stream(strategy.name().split("_"))
              .map(it -> it.charAt(0) + it.substring(1).toLowerCase(java.util.Locale.ROOT))
              .reduce("", String::concat);
      assertThat(
              SubjectNameStrategy.parse(
                  "io.confluent.kafka.serializers.subject." + camel + "NameStrategy"))
          .isEqualTo(strategy);
    }
    assertThat(SubjectNameStrategy.parse("topic-record"))
        .isEqualTo(SubjectNameStrategy.TOPIC_RECORD);
    assertThatThrownBy(() -> SubjectNameStrategy.parse("table"))
        .hasMessageContaining("topic, record, topic-record");
  }
}
