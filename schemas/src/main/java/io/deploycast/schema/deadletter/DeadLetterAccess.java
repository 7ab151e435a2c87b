package io.deploycast.schema.deadletter;

import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicNames;
import java.time.Duration;
import java.util.Map;

/**
 * Where an installation keeps its dead letters, and how to get there.
 *
 * @param applicationPrefix begins the consumer group of every target
 * @param kafka the operator's client properties; holds secrets
 * @param patience how long the brokers may take for one answer
 */
public record DeadLetterAccess(
    TopicNames topics, String applicationPrefix, Map<String, Object> kafka, Duration patience) {
  public DeadLetterAccess {
    kafka = Map.copyOf(kafka);
  }

  /** The consumer group of a target. */
  String group(TargetName target) {
    return applicationPrefix + "." + target;
  }

  /**
   * The one name under which a target's dead letters are redriven: whoever takes it stops whoever
   * had it. Installations on one cluster have names of their own.
   */
  String transactionalId(TargetName target) {
    return topics.deployments().equals(TopicNames.DEFAULT)
        ? "deploycast-redrive-" + target
        : "deploycast-redrive-%s.%s".formatted(topics.deployments(), target);
  }

  /** Without the values of Kafka properties, which may be passwords. */
  @Override
  public String toString() {
    return "DeadLetterAccess[topics=%s, applicationPrefix=%s, kafka=%s]"
        .formatted(topics, applicationPrefix, kafka.keySet());
  }
}
