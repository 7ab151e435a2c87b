package io.deploycast.schema.topic;

import java.util.Map;

/**
 * A topic as it should be.
 *
 * @param partitions at creation; another count is fine later, keys follow the topic's own count
 * @param replicationFactor −1 for the broker's default
 * @param configs topic configuration, Kafka's names and texts
 */
public record TopicSpec(
    String name, int partitions, short replicationFactor, Map<String, String> configs) {
  public TopicSpec {
    configs = Map.copyOf(configs);
  }
}
