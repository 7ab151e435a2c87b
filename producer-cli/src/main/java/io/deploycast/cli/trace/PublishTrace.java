package io.deploycast.cli.trace;

import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.TraceContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of one publication, of one event or several, for a trace. For one thread. */
public sealed interface PublishTrace permits PublishTrace.Passed, RecordedTrace {
  /** Further headers of each record. */
  Map<String, String> headers();

  /**
   * The publication is over.
   *
   * @param events the events it is of, at least one
   * @param error in words, or null when Kafka has acknowledged all of them
   * @param left how long telling anybody may take; not positive for not at all
   */
  void ended(String topic, List<DeploymentEvent> events, @Nullable String error, Duration left);

  /** Hands on what it was given and records nothing. */
  record Passed(@Nullable TraceContext parent) implements PublishTrace {
    @Override
    public Map<String, String> headers() {
      return parent == null ? Map.of() : parent.headers();
    }

    @Override
    public void ended(
        String topic, List<DeploymentEvent> events, @Nullable String error, Duration left) {}
  }
}
