package io.deploycast.schema.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics an installation needs, each with its right settings. A pure function of its inputs.
 */
public final class TopicPlan {
  /**
   * Record limit where a copy with further headers is written: twice Kafka's default, so that a
   * copy of the largest usual record fits with all that is added.
   */
  static final int COPY_MAX_BYTES = 2 * 1024 * 1024;

  /** How long receipts are kept: as long as somebody asks what became of a deployment. */
  private static final Duration RECEIPTS_KEPT = Duration.ofDays(30);

  private final TopicNames names;
  private final TopicSettings settings;

  public TopicPlan(TopicNames names, TopicSettings settings) {
    this.names = names;
    this.settings = settings;
  }

  /** The topics that all targets share. */
  public List<TopicSpec> shared() {
    return List.of(
        spec(names.deployments(), settings.partitions(), kept(settings.retentionMillis())),
        spec(
            names.deadLetters(),
            settings.partitions(),
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(COPY_MAX_BYTES))),
        spec(
            names.receipts(),
            settings.partitions(),
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(RECEIPTS_KEPT.toMillis()))),
        spec(
            names.control(),
            1,
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
  }

  /** The topics of one target: one for each delay of its retry policy, and one for redrives. */
  public List<TopicSpec> of(TargetName target, List<Duration> delays) {
    List<TopicSpec> specs = new ArrayList<>();
    for (Duration delay : delays) {
      specs.add(copies(names.retry(target, delay)));
    }
    specs.add(copies(names.redrive(target)));
    return List.copyOf(specs);
  }

  /** The topics of a replay to one target: one for each delay of its retry policy. */
  public List<TopicSpec> ofReplay(TargetName target, String replay, List<Duration> delays) {
    return delays.stream().map(delay -> copies(names.replayRetry(target, replay, delay))).toList();
  }

  private TopicSpec copies(String name) {
    Map<String, String> configs = new HashMap<>(kept(settings.retentionMillis()));
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(COPY_MAX_BYTES));
    return spec(name, settings.retryPartitionsOrDefault(), configs);
  }

  private static Map<String, String> kept(long retentionMillis) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retentionMillis));
  }

  private TopicSpec spec(String name, int partitions, Map<String, String> configs) {
    Map<String, String> all = new HashMap<>(configs);
    // The broker's time, so that a copy of an old event is not deleted at once for its age.
    all.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    return new TopicSpec(name, partitions, settings.replicationFactor(), all);
  }
}
