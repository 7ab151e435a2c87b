package io.deploycast.app.metrics;

import io.deploycast.app.delivery.TargetState;
import java.time.Duration;
import java.util.Optional;

/**
 * How one target stands on this instance.
 *
 * @param state empty while it does not run
 * @param pending events in the retry topics' partitions that this instance has
 * @param redriving events of the redrive topic without an end, in the partitions it has
 * @param waiting events read that wait for the target
 * @param inFlight attempts whose end is awaited
 * @param mostInFlight how many there may be now; the concurrency, or fewer that get more done or
 *     that the state lets
 * @param lagEvents events without an end in the log's partitions that this instance has
 * @param lagAge age of the oldest of these; zero without any
 * @param oldestAge the same, events in retry topics among them
 * @param untilCall time until a call may start, unless it may at once: a probe, the end of a pause
 */
public record TargetView(
    Optional<TargetState> state,
    long pending,
    long redriving,
    int waiting,
    int inFlight,
    int mostInFlight,
    long lagEvents,
    Duration lagAge,
    Duration oldestAge,
    Duration untilCall) {
  /** Of a target that does not run. */
  public static final TargetView ABSENT =
      new TargetView(
          Optional.empty(), 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
