package io.deploycast.cli.ci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Facts that a CI system tells in a file that a variable names. A file that cannot be read tells
 * nothing: a deployment is never held up by it.
 */
final class CiFiles {
  /** The payload of a GitHub event; for a pull request {@code GITHUB_SHA} is a merge commit. */
  private static final String EVENT = "GITHUB_EVENT_PATH";

  private static final String PROPERTIES = "TEAMCITY_BUILD_PROPERTIES_FILE";

  /** GitHub's payloads have at most 25 MB; those of pull requests some 30 KB. */
  private static final long LARGEST = 1024 * 1024;

  private CiFiles() {}

  /** The environment, and with it what its files tell, under names with dots. */
  static Map<String, String> with(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    if (environment.getOrDefault("GITHUB_EVENT_NAME", "").startsWith("pull_request")) {
      read(environment.get(EVENT)).ifPresent(text -> gitHubEvent(text, all));
    }
    if (environment.containsKey("TEAMCITY_VERSION")) {
      read(environment.get(PROPERTIES)).ifPresent(text -> teamCityProperties(text, all));
    }
    return all;
  }

  private static void gitHubEvent(String text, Map<String, String> all) {
    try {
      JsonNode sha = EventJson.mapper().readTree(text).at("/pull_request/head/sha");
      if (sha.isTextual()) {
        all.put("pull_request.head.sha", sha.textValue());
      }
    } catch (JsonProcessingException e) {
      // It tells nothing.
    }
  }

  private static void teamCityProperties(String text, Map<String, String> all) {
    Properties properties = new Properties();
    try (Reader reader = new StringReader(text)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return;
    }
    properties.forEach((name, value) -> all.putIfAbsent(name.toString(), value.toString()));
  }

  private static Optional<String> read(@Nullable String name) {
    try {
      Path file = Path.of(name == null ? "" : name);
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
