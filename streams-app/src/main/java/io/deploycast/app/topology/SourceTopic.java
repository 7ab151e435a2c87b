package io.deploycast.app.topology;

import io.deploycast.app.flow.SourceKind;
import java.time.Duration;
import java.util.Optional;

/**
 * A topic a target reads.
 *
 * @param delay how long its records wait; empty for all but retry topics
 */
record SourceTopic(String name, SourceKind kind, Optional<Duration> delay) {
  static SourceTopic deployments(String name) {
    return new SourceTopic(name, SourceKind.LOG, Optional.empty());
  }

  static SourceTopic retry(String name, Duration delay) {
    return new SourceTopic(name, SourceKind.RETRY, Optional.of(delay));
  }

  static SourceTopic redrive(String name) {
    return new SourceTopic(name, SourceKind.REDRIVE, Optional.empty());
  }

  /** The processor node that reads it. */
  String processorName() {
    return name + "-deliver";
  }

  /** The sink node for a topic, which all processors share. */
  static String sinkName(String topic) {
    return "to-" + topic;
  }
}
