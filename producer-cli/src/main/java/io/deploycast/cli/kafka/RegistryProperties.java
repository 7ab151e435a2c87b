package io.deploycast.cli.kafka;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.registry.RegistryConfigException;
import io.deploycast.schema.registry.RegistryException;
import io.deploycast.schema.registry.RegistrySerializer;
import io.deploycast.schema.registry.RegistrySettings;
import io.deploycast.schema.registry.SchemaRegistry;
import io.deploycast.schema.registry.SubjectNameStrategy;
import java.util.HashMap;
import java.util.Map;

/** What the client properties say of a schema registry, under the names of the field's clients. */
public final class RegistryProperties {
  static final String URL = "schema.registry.url";

  private static final String PREFIX = "schema.registry.";
  private static final String STRATEGY = "value.subject.name.strategy";

  private final Map<String, Object> properties;

  public RegistryProperties(Map<String, Object> properties) {
    this.properties = Map.copyOf(properties);
  }

  /** Whether there is one. */
  public boolean isGiven() {
    return properties.containsKey(URL);
  }

  /**
   * The registry.
   *
   * @param deadlineNanos {@code System.nanoTime()} at which its last answer must be there
   * @throws FailedException when the properties cannot be used
   */
  public SchemaRegistry open(long deadlineNanos) {
    try {
      return new SchemaRegistry(
          RegistrySettings.of(client()), flag("normalize.schemas", false), deadlineNanos);
    } catch (RegistryConfigException e) {
      String name = properties.containsKey(e.key()) ? e.key() : PREFIX + e.key();
      throw new FailedException(ExitCode.USAGE, name + " " + e.rule());
    }
  }

  /** A serializer that asks it. */
  RegistrySerializer serializer(long deadlineNanos) {
    RegistrySerializer.Use use =
        new RegistrySerializer.Use(
            strategy(), flag("auto.register.schemas", true), flag("use.latest.version", false));
    return new RegistrySerializer(open(deadlineNanos), use);
  }

  /** The subject of a topic's values. */
  public String subject(String topic) {
    return strategy().subject(topic);
  }

  /** What a registry's refusal means for the user. */
  public static FailedException failureOf(RegistryException error) {
    ExitCode code =
        switch (error.kind()) {
          case UNREACHABLE -> ExitCode.UNREACHABLE;
          case DENIED -> ExitCode.DENIED;
          case REFUSED -> ExitCode.INVALID;
        };
    return new FailedException(code, String.valueOf(error.getMessage()));
  }

  /** The client's own properties; what is Kafka's only where credentials may be inherited. */
  private Map<String, String> client() {
    Map<String, String> client = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith("basic.auth.")
              || key.startsWith("bearer.auth.")
              || key.startsWith("sasl.")) {
            client.putIfAbsent(key, value.toString());
          } else if (key.startsWith(PREFIX)) {
            client.put(key.substring(PREFIX.length()), value.toString());
          }
        });
    return client;
  }

  private SubjectNameStrategy strategy() {
    Object text = properties.get(STRATEGY);
    try {
      return text == null ? SubjectNameStrategy.TOPIC : SubjectNameStrategy.parse(text.toString());
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.USAGE, STRATEGY + " " + e.getMessage());
    }
  }

  private boolean flag(String key, boolean otherwise) {
    String text = String.valueOf(properties.getOrDefault(key, otherwise));
    if (!text.equals("true") && !text.equals("false")) {
      throw new FailedException(
          ExitCode.USAGE, "%s must be true or false, was '%s'".formatted(key, Excerpt.of(text)));
    }
    return text.equals("true");
  }
}
