package io.deploycast.schema.topic;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as the cluster has it.
 *
 * @param configs topic configuration with the broker's defaults filled in
 */
public record TopicState(String name, int partitions, Map<String, String> configs) {
  public TopicState {
    configs = Map.copyOf(configs);
  }

  /** Largest record batch the topic takes, in bytes. */
  public int maxMessageBytes() {
    return Integer.parseInt(config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588"));
  }

  boolean compacts() {
    return cleanupPolicy().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  boolean deletes() {
    return cleanupPolicy().contains(TopicConfig.CLEANUP_POLICY_DELETE);
  }

  String cleanupPolicy() {
    return config(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
  }

  boolean stampsOnAppend() {
    return "LogAppendTime".equals(config(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"));
  }

  /** Milliseconds a record is kept; -1 for ever. */
  public long retentionMillis() {
    return Long.parseLong(config(TopicConfig.RETENTION_MS_CONFIG, "604800000"));
  }

  private String config(String name, String otherwise) {
    return configs.getOrDefault(name, otherwise);
  }
}
