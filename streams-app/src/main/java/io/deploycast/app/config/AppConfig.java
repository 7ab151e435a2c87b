package io.deploycast.app.config;

import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicSettings;
import java.util.List;
import java.util.Map;
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
