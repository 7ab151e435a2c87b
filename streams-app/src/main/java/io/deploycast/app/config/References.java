package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Resolves {@code ${env:NAME}}, {@code ${file:/path:key}} and {@code ${dir:/path:file}} by Kafka's
 * own configuration providers. What a reference stands for never appears in a message.
 *
 * @see <a href="https://kafka.apache.org/documentation/#config_providers">Configuration
 *     providers</a>
 */
final class References {
  private static final String ALLOWED =
      "${env:NAME}, ${file:/path/to/file.properties:key} or ${dir:/path/to/directory:file}";

  private final Map<String, ConfigProvider> providers = new TreeMap<>();
  private final Problems problems;

  References(Map<String, String> environment, Problems problems) {
    this.problems = problems;
    providers.put("env", new EnvVarConfigProvider(environment));
    providers.put("file", new FileConfigProvider());
    providers.put("dir", new DirectoryConfigProvider());
    providers.values().forEach(provider -> provider.configure(Map.of()));
  }

  /** Whether the text refers to something; if so, its resolved form must not be shown. */
  static boolean isIn(String text) {
    return text.contains("${");
  }

  /** The text with its references resolved; empty when one cannot be, which is a problem then. */
  Optional<String> resolve(ConfigNode.Scalar scalar) {
    if (!isIn(scalar.text())) {
      return Optional.of(scalar.text());
    }
    Matcher matcher = ConfigTransformer.DEFAULT_PATTERN.matcher(scalar.text());
    StringBuilder resolved = new StringBuilder();
    boolean complete = true;
    while (matcher.find()) {
      String path = matcher.group(3) == null ? "" : matcher.group(3);
      Optional<String> value = look(scalar, matcher.group(1), path, matcher.group(4));
      complete &= value.isPresent();
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value.orElse("")));
    }
    // Found on the text as written, so that a secret may hold anything.
    if (isIn(scalar.text().replaceAll(ConfigTransformer.DEFAULT_PATTERN.pattern(), ""))) {
      problems.add(
          scalar, "must say where a reference leads, as " + ALLOWED + ", was " + shown(scalar));
      return Optional.empty();
    }
    return complete ? Optional.of(matcher.appendTail(resolved).toString()) : Optional.empty();
  }

  private Optional<String> look(ConfigNode.Scalar at, String name, String path, String key) {
    ConfigProvider provider = providers.get(name);
    if (provider == null) {
      problems.add(at, "must refer to " + ALLOWED + ", was " + shown(at));
      return Optional.empty();
    }
    return switch (name) {
      case "env" -> fromEnvironment(at, provider, key);
      case "file" -> fromFile(at, provider, path, key);
      default -> fromDirectory(at, provider, path, key);
    };
  }

  private Optional<String> fromEnvironment(
      ConfigNode.Scalar at, ConfigProvider provider, String key) {
    String value = provider.get("", Set.of(key)).data().get(key);
    if (value == null) {
      return missing(at, "environment variable '" + Excerpt.of(key) + "', which is not set");
    }
    return value.isEmpty()
        ? missing(at, "environment variable '" + Excerpt.of(key) + "', which is empty")
        : Optional.of(value);
  }

  private Optional<String> fromFile(
      ConfigNode.Scalar at, ConfigProvider provider, String path, String key) {
    if (path.isEmpty()) {
      problems.add(at, "must refer to a key in the file, as ${file:/path:key}, was " + shown(at));
      return Optional.empty();
    }
    return readable(at, path).flatMap(file -> value(at, provider, path, key));
  }

  private Optional<String> fromDirectory(
      ConfigNode.Scalar at, ConfigProvider provider, String path, String key) {
    if (path.isEmpty()) {
      problems.add(
          at, "must refer to a file in the directory, as ${dir:/path:file}, was " + shown(at));
      return Optional.empty();
    }
    // Most editors, and echo, end a file with a line break that is no part of the secret.
    return readable(at, path + "/" + key)
        .flatMap(file -> value(at, provider, path, key))
        .map(value -> value.replaceFirst("\\R\\z", ""));
  }

  private Optional<String> value(
      ConfigNode.Scalar at, ConfigProvider provider, String path, String key) {
    try {
      String value = provider.get(path, Set.of(key)).data().get(key);
      return value == null
          ? missing(at, "key '" + Excerpt.of(key) + "', which " + path + " does not hold")
          : Optional.of(value);
    } catch (ConfigException e) {
      return missing(at, path + ", which cannot be read");
    }
  }

  private Optional<Path> readable(ConfigNode.Scalar at, String text) {
    Path file;
    try {
      file = Path.of(text);
    } catch (InvalidPathException e) {
      return missing(at, "'" + Excerpt.of(text) + "', which is no path").map(Path::of);
    }
    if (!Files.isRegularFile(file)) {
      return missing(at, Excerpt.of(text) + ", which is no file").map(Path::of);
    }
    if (!Files.isReadable(file)) {
      return missing(at, Excerpt.of(text) + ", which this user cannot read").map(Path::of);
    }
    if (isReadableByAll(file)) {
      problems.warn(
          at,
          "comes from %s, which every user can read; 'chmod o-r' it".formatted(Excerpt.of(text)));
    }
    return Optional.of(file);
  }

  private Optional<String> missing(ConfigNode at, String what) {
    problems.add(at, "must have a value, refers to " + what);
    return Optional.empty();
  }

  private static String shown(ConfigNode.Scalar at) {
    return "'" + Excerpt.of(at.text()) + "'";
  }

  /** False also where the file system knows no such permissions. */
  static boolean isReadableByAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
