package io.deploycast.cli.trace;

import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.TraceContext;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of one publication, for a trace. For one thread. */
public sealed interface PublishTrace permits PublishTrace.Passed, RecordedTrace {
  /** Further headers of the record. */
  Map<String, String> headers();

  /**
   * The publication is over.
   *
   * @param error in words, or null when Kafka has acknowledged the event
   * @param left how long telling anybody may take; not positive for not at all
   */
  void ended(String topic, DeploymentEvent event, @Nullable String error, Duration left);

  /** Hands on what it was given and records nothing. */
  record Passed(@Nullable TraceContext parent) implements PublishTrace {
    @Override
    public Map<String, String> headers() {
      return parent == null ? Map.of() : parent.headers();
    }

    @Override
    public void ended(String topic, DeploymentEvent event, @Nullable String error, Duration left) {}
  }
}
