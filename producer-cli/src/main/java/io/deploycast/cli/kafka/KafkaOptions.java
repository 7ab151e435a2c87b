package io.deploycast.cli.kafka;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.schema.topic.DurationText;
import io.deploycast.schema.topic.TopicNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which Kafka, with which properties, on which topic, and for how long. */
public final class KafkaOptions {
  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final String CLIENT = "--client-properties";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Brokers, separated by commas; default: localhost:9092.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description =
          "Properties file with any Kafka client property, such as those for authentication.")
  private @Nullable Path commandConfig;

  @Option(
      names = KafkaOptions.CLIENT,
      paramLabel = "TEXT",
      description =
          "The text of such a file, meant for a CI secret in DEPLOYCAST_CLIENT_PROPERTIES; goes"
              + " before the file.")
  private @Nullable String clientProperties;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = TopicNames.DEFAULT,
      description = "The topic that deployments are announced on; default: deployments.")
  private String topic = TopicNames.DEFAULT;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long it may take, or brokers be silent while it reads on; default: 10s.")
  private Duration timeout = Duration.ofSeconds(10);

  /**
   * Names of all topics.
   *
   * @throws FailedException for a name that Kafka would not take
   */
  public TopicNames topics() {
    try {
      return new TopicNames(topic);
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.USAGE, "--topic: " + e.getMessage());
    }
  }

  public Duration timeout() {
    return timeout;
  }

  /**
   * Client properties without any time-out.
   *
   * @param err where a warning about the file's permissions goes
   * @throws FailedException when the file cannot be read
   */
  public Map<String, Object> properties(PrintWriter err) {
    Map<String, Object> properties = new HashMap<>();
    if (commandConfig != null) {
      properties.putAll(read(commandConfig, err));
    }
    if (clientProperties != null) {
      properties.putAll(fromText(clientProperties, err));
    }
    if (bootstrapServers != null) {
      properties.put(BOOTSTRAP, bootstrapServers);
    }
    properties.putIfAbsent(BOOTSTRAP, "localhost:9092");
    return properties;
  }

  private static Map<String, Object> read(Path file, PrintWriter err) {
    Map<String, Object> map;
    try (Reader reader = Files.newBufferedReader(file)) {
      map = load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new FailedException(
          ExitCode.USAGE,
          "--command-config must name a readable properties file, was '%s': %s"
              .formatted(file, e.getClass().getSimpleName()));
    }
    if (holdsSecret(map) && isWorldReadable(file)) {
      err.printf("warning: '%s' holds a password and everybody may read it; chmod 600%n", file);
    }
    return map;
  }

  private Map<String, Object> fromText(String text, PrintWriter err) {
    Map<String, Object> map;
    try (Reader reader = new StringReader(text)) {
      map = load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new FailedException(
          ExitCode.USAGE, "--client-properties must be the text of a properties file");
    }
    if (holdsSecret(map) && spec.commandLine().getParseResult().hasMatchedOption(CLIENT)) {
      err.println(
          "warning: --client-properties has a password on the command line, where 'ps' shows it;"
              + " use DEPLOYCAST_CLIENT_PROPERTIES");
    }
    return map;
  }

  private static Map<String, Object> load(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    Map<String, Object> map = new HashMap<>();
    properties.forEach((key, value) -> map.put(key.toString(), value.toString().strip()));
    return map;
  }

  private static boolean holdsSecret(Map<String, Object> properties) {
    return properties.keySet().stream().anyMatch(KafkaOptions::isSecret);
  }

  private static boolean isSecret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.contains("password")
        || name.endsWith("jaas.config")
        || name.contains("secret")
        || name.endsWith("auth.user.info")
        || name.endsWith("auth.token");
  }

  private static boolean isWorldReadable(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Reads {@code 10s}. */
  public static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration duration = DurationText.parse(text);
        if (duration.isZero()) {
          throw new TypeConversionException("must be positive, was '" + text + "'");
        }
        return duration;
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
