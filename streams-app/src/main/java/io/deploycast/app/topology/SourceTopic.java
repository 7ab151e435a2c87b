package io.deploycast.app.topology;

import java.time.Duration;
import java.util.Optional;

/**
 * A topic a target reads.
 *
 * @param delay how long its records wait; empty for the deployments themselves
 */
record SourceTopic(String name, Optional<Duration> delay) {
  static SourceTopic deployments(String name) {
    return new SourceTopic(name, Optional.empty());
  }

  static SourceTopic retry(String name, Duration delay) {
    return new SourceTopic(name, Optional.of(delay));
  }

  /** The processor node that reads it. */
  String processorName() {
    return name + "-deliver";
  }

  /** The sink node of that processor for a topic; nodes are never shared between sub-topologies. */
  String sinkName(String topic) {
    return name + "-to-" + topic;
  }
}
