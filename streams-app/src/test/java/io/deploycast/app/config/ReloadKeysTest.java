package io.deploycast.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running service takes over from a file, and what needs a restart. */
final class ReloadKeysTest {
  private static final String MINIMAL =
      """
      kafka: { bootstrap.servers: "localhost:9092" }
      targets: [ { name: one, type: webhook, url: "https://one.example.com/" } ]
      """;

  @TempDir private Path directory;

  private AppConfig read(String yaml) {
    return new ConfigFile(directory).loaded(yaml);
  }

  @Test
  void takesOverTargetsAndDefaults() {
    String changed = MINIMAL.replace("name: one", "name: other") + "defaults: { timeout: 3s }\n";
    assertThat(read(MINIMAL).keysThatNeedARestart(read(changed))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic: releases | topic",
        "topics: { partitions: 3 } | topics",
        "topics: { create: false } | topics.create",
        "application: { prefix: eu } | application.prefix",
        "instance: { id: pod-0 } | instance.id",
        "health: { port: 1234 } | health",
        "addresses: { private: false } | addresses.private"
      })
  void namesTheKeyThatNeedsARestart(String line, String key) {
    assertThat(read(MINIMAL).keysThatNeedARestart(read(MINIMAL + line + "\n")))
        .containsExactly(key);
  }

  @Test
  void keepsSecretsOfTheBrokersOutOfTheSentence() {
    AppConfig other = read(MINIMAL.replace("localhost:9092\"", "localhost:9092\", a.b: CANARY"));
    assertThat(read(MINIMAL).keysThatNeedARestart(other)).containsExactly("kafka");
  }
}
