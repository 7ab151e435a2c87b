package io.deploycast.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.target.TargetTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration file for one test. */
final class ConfigFile {
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TOKEN", "CANARY-token-0123456789",
          "EMPTY", "",
          "TIMEOUT", "CANARY-no-duration",
          "KAFKA_JAAS", "CANARY-jaas",
          "ADMIN_READ_TOKEN", "CANARY-read-0123456789",
          "ADMIN_WRITE_TOKEN", "CANARY-write-0123456789",
          "GRAFANA_TOKEN", "CANARY-grafana",
          "HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private final Path file;

  ConfigFile(Path directory) {
    this.file = directory.resolve("deploycast.yaml");
  }

  Path path() {
    return file;
  }

  static ConfigLoader loader() {
    return new ConfigLoader(TargetTypes.shipped(), ENVIRONMENT);
  }

  LoadResult load(String yaml) {
    return load(yaml.getBytes(StandardCharsets.UTF_8));
  }

  LoadResult load(byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return loader().load(file);
  }

  AppConfig loaded(String yaml) {
    LoadResult result = load(yaml);
    assertThat(result).isInstanceOf(LoadResult.Loaded.class);
    return ((LoadResult.Loaded) result).config();
  }

  /** The problems, without the directory of the file. */
  List<String> problems(String yaml) {
    return problems(load(yaml));
  }

  List<String> problems(LoadResult result) {
    assertThat(result).isInstanceOf(LoadResult.Invalid.class);
    List<String> problems =
        ((LoadResult.Invalid) result)
            .problems().stream().map(text -> text.replace(file.getParent() + "/", "")).toList();
    assertThat(problems).noneMatch(text -> text.contains("CANARY") || text.contains("Exception"));
    return problems;
  }
}
