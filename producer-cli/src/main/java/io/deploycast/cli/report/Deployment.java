package io.deploycast.cli.report;

import io.deploycast.schema.DeploymentStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was announced of one deployment. Not thread-safe. */
final class Deployment {
  /** The first time of each; an event that is announced twice says nothing new. */
  private final Map<DeploymentStatus, Instant> times = new EnumMap<>(DeploymentStatus.class);

  private @Nullable Instant committedAt;

  void add(DeploymentStatus status, Instant time, @Nullable Instant committed) {
    times.merge(status, time, (a, b) -> a.isBefore(b) ? a : b);
    if (committed != null) {
      committedAt = committed;
    }
  }

  @Nullable Instant at(DeploymentStatus status) {
    return times.get(status);
  }

  /** When it first ended, well or not; null while it goes on. */
  @Nullable Instant endedAt() {
    return earliest(
        DeploymentStatus.SUCCEEDED, DeploymentStatus.FAILED, DeploymentStatus.ROLLED_BACK);
  }

  /** When it was first heard of before it was rolled back; null when never. */
  @Nullable Instant announcedAt() {
    Instant ended = earliest(DeploymentStatus.SUCCEEDED, DeploymentStatus.FAILED);
    return ended == null ? at(DeploymentStatus.STARTED) : ended;
  }

  boolean hasSucceeded() {
    return times.containsKey(DeploymentStatus.SUCCEEDED);
  }

  boolean hasFailed() {
    return times.containsKey(DeploymentStatus.FAILED)
        || times.containsKey(DeploymentStatus.ROLLED_BACK);
  }

  /** When its commit was made; null when nobody said, or said a time after the success. */
  @Nullable Instant committedBeforeSuccess() {
    Instant succeeded = at(DeploymentStatus.SUCCEEDED);
    boolean sensible = committedAt != null && succeeded != null && !committedAt.isAfter(succeeded);
    return sensible ? committedAt : null;
  }

  private @Nullable Instant earliest(DeploymentStatus... statuses) {
    return Stream.of(statuses)
        .map(times::get)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }
}
