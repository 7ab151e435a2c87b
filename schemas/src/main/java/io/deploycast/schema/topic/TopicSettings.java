package io.deploycast.schema.topic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an installation chooses about its topics.
 *
 * @param partitions of {@code deployments} and the shared topics
 * @param retryPartitions of retry and redrive topics; null for as many as {@code deployments}
 * @param replicationFactor −1 for the broker's default
 * @param retention how long {@code deployments} is kept; null for ever
 */
public record TopicSettings(
    int partitions,
    @Nullable Integer retryPartitions,
    short replicationFactor,
    @Nullable Duration retention) {
  /** Six partitions, the broker's replication, one year. */
  public static final TopicSettings DEFAULT =
      new TopicSettings(6, null, (short) -1, Duration.ofDays(365));

  public TopicSettings {
    if (partitions < 1 || (retryPartitions != null && retryPartitions < 1)) {
      throw new IllegalArgumentException("partitions must be positive, was " + partitions);
    }
    if (replicationFactor != -1 && replicationFactor < 1) {
      throw new IllegalArgumentException(
          "replication factor must be positive, or -1 for the broker's default, was "
              + replicationFactor);
    }
    if (retention != null && (retention.isNegative() || retention.isZero())) {
      throw new IllegalArgumentException("retention must be positive, was " + retention);
    }
  }

  /**
   * The same, with retry topics as wide as a log that already exists, unless they are configured.
   */
  public TopicSettings withLogPartitions(int actual) {
    return new TopicSettings(actual, retryPartitions, replicationFactor, retention);
  }

  int retryPartitionsOrDefault() {
    return retryPartitions == null ? partitions : retryPartitions;
  }

  long retentionMillis() {
    return retention == null ? -1 : retention.toMillis();
  }
}
