package io.deploycast.app.config;

import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicSettings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file, checked and complete: defaults are filled in and secrets resolved.
 *
 * @param createTopics whether missing topics are created
 * @param applicationPrefix begins the consumer group of every target
 * @param instanceId stable name of this instance for static membership, or null
 * @param privateAddresses whether targets may have addresses in private ranges
 * @param kafka properties for every Kafka client, values as text; holds secrets
 * @param registry for framed values, or null
 * @param targets in the order of the file, names unique
 * @param warnings what works but deserves a look, each a sentence
 */
public record AppConfig(
    TopicNames topics,
    TopicSettings topicSettings,
    boolean createTopics,
    String applicationPrefix,
    @Nullable String instanceId,
    HealthConfig health,
    AdminConfig admin,
    boolean privateAddresses,
    Map<String, Object> kafka,
    @Nullable RegistryConfig registry,
    List<TargetConfig> targets,
    List<String> warnings) {
  public AppConfig {
    kafka = Map.copyOf(kafka);
    targets = List.copyOf(targets);
    warnings = List.copyOf(warnings);
  }

  /** What a running service takes over from a file that has changed; the rest needs a restart. */
  private static final Set<String> RELOADED = Set.of("targets", "warnings");

  /** Keys of the file by the components that hold them, where the two differ. */
  private static final Map<String, String> KEYS =
      Map.of(
          "topics", "topic",
          "topicSettings", "topics",
          "createTopics", "topics.create",
          "applicationPrefix", "application.prefix",
          "instanceId", "instance.id",
          "privateAddresses", "addresses.private",
          "registry", "schemaRegistry");

  /** The keys outside of the targets in which the other differs from this, which is running. */
  public List<String> keysThatNeedARestart(AppConfig other) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : AppConfig.class.getRecordComponents()) {
      String name = component.getName();
      if (!RELOADED.contains(name)
          && !Objects.equals(valueOf(component, this), valueOf(component, other))) {
        keys.add(KEYS.getOrDefault(name, name));
      }
    }
    return keys;
  }

  private static @Nullable Object valueOf(RecordComponent component, AppConfig config) {
    try {
      return component.getAccessor().invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The consumer group and Streams application id of a target, such as {@code deploycast.audit}.
   */
  public String applicationId(TargetConfig target) {
    return applicationPrefix + "." + target.name();
  }

  /** Without the values of Kafka properties, which may be passwords. */
  @Override
  public String toString() {
    return "AppConfig[topics=%s, applicationPrefix=%s, health=%s, kafka=%s, targets=%s]"
        .formatted(topics, applicationPrefix, health, kafka.keySet(), targets);
  }
}
