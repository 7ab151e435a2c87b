package io.deploycast.cli.context;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Contexts by name, {@code ~/.config/deploycast/config.yaml}. A context gives options the value
 * they have when neither the command line nor an environment variable says otherwise:
 *
 * <pre>
 * current: staging
 * contexts:
 *   staging:
 *     bootstrap-servers: "kafka-1:9092,kafka-2:9092"
 *     client-properties: { security.protocol: SASL_SSL, sasl.mechanism: PLAIN }
 * </pre>
 */
public final class ContextFile {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** A context is some lines; more is no file of contexts. */
  private static final int MAX_CHARACTERS = 1024 * 1024;

  private final Path file;

  private ContextFile(Path file) {
    this.file = file;
  }

  /** The file of the user whose environment this is; none where there is no home. */
  public static Optional<ContextFile> of(Map<String, String> environment) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (config.isEmpty() && home.isEmpty()) {
      return Optional.empty();
    }
    Path folder = config.isEmpty() ? Path.of(home, ".config") : Path.of(config);
    return Optional.of(new ContextFile(folder.resolve("deploycast").resolve("config.yaml")));
  }

  public boolean exists() {
    return Files.exists(file);
  }

  /**
   * Option name without dashes → value.
   *
   * @param name of the context, or null for the current one
   * @param options that there are
   * @throws FailedException when the file is not what it must be, or has no context of that name
   */
  public Map<String, String> context(@Nullable String name, Set<String> options) {
    if (!exists()) {
      if (name != null) {
        throw unusable("must exist for --context '%s', did not".formatted(name));
      }
      return Map.of();
    }
    requirePrivate();
    Map<?, ?> document = map(load(), "the document");
    refuseOthers(document, Set.of("current", "contexts"), "");
    Object chosen = name == null ? document.get("current") : name;
    if (chosen == null) {
      return Map.of();
    }
    Map<?, ?> contexts = map(document.get("contexts"), "contexts");
    if (!contexts.containsKey(chosen)) {
      throw unusable(
          "must have a context '%s', had %s".formatted(chosen, new TreeSet<>(texts(contexts))));
    }
    String place = "contexts." + chosen;
    Map<?, ?> context = map(contexts.get(chosen), place);
    refuseOthers(context, options, place + ".");
    Map<String, String> values = new HashMap<>();
    context.forEach((key, value) -> values.put(key.toString(), text(value)));
    return values;
  }

  private static Set<String> texts(Map<?, ?> map) {
    Set<String> texts = new TreeSet<>();
    map.keySet().forEach(key -> texts.add(String.valueOf(key)));
    return texts;
  }

  private void refuseOthers(Map<?, ?> map, Set<String> known, String place) {
    Set<String> others = texts(map);
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw unusable(
          "must have no other keys than options have names; unknown: %s"
              .formatted(others.stream().map(key -> place + key).toList()));
    }
  }

  /** A map is the text of a properties file. */
  private static String text(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return String.valueOf(value);
    }
    Properties properties = new Properties();
    new TreeMap<Object, Object>(map)
        .forEach((key, each) -> properties.put(String.valueOf(key), String.valueOf(each)));
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private Map<?, ?> map(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw unusable(what + " must be a map");
  }

  private @Nullable Object load() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(MAX_CHARACTERS);
    try {
      return new Yaml(new SafeConstructor(options)).load(Files.readString(file));
    } catch (IOException e) {
      throw unusable("must be readable, was not: " + e.getClass().getSimpleName());
    } catch (YAMLException e) {
      // The message may quote the line, and the line may be a password.
      throw unusable("must be YAML, was not");
    }
  }

  private void requirePrivate() {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!OWNER.containsAll(permissions)) {
        throw unusable(
            "must be for its owner only, as it may hold passwords, was %s; chmod 600 it"
                .formatted(PosixFilePermissions.toString(permissions)));
      }
    } catch (UnsupportedOperationException e) {
      // A system without such permissions.
    } catch (IOException e) {
      throw unusable("must be readable, was not: " + e.getClass().getSimpleName());
    }
  }

  private FailedException unusable(String rule) {
    return new FailedException(ExitCode.USAGE, "%s: %s".formatted(file, rule));
  }
}
