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
      Map.ofEntries(
          Map.entry("TOKEN", "CANARY-token-0123456789"),
          Map.entry("EMPTY", ""),
          Map.entry("TIMEOUT", "CANARY-no-duration"),
          Map.entry("KAFKA_JAAS", "CANARY-jaas"),
          Map.entry("ADMIN_READ_TOKEN", "CANARY-read-0123456789"),
          Map.entry("ADMIN_WRITE_TOKEN", "CANARY-write-0123456789"),
          Map.entry("GRAFANA_TOKEN", "CANARY-grafana"),
          Map.entry("PROXY_PASSWORD", "CANARY-proxy"),
          Map.entry("CLIENT_SECRET", "CANARY-client"),
          Map.entry("API_KEY", "CANARY-key"),
          Map.entry("KEY_STORE_PASSWORD", "changeit"),
          Map.entry("HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

  private static final Path CERTIFICATES = Path.of("src/test/resources/certificates");

  private final Path file;

  ConfigFile(Path directory) {
    this.file = directory.resolve("deploycast.yaml");
  }

  /** Puts certificates of the tests beside the configuration. */
  void withCertificates(String... names) {
    for (String name : names) {
      try {
        Files.copy(CERTIFICATES.resolve(name), file.resolveSibling(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
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
