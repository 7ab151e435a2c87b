package io.deploycast.cli.report;

import io.deploycast.schema.DeploymentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When one service was broken in one environment, as far as its deployments tell.
 *
 * @param ended outages that are over, by their ends
 * @param openSince begin of one that lasts, or null
 */
record Outages(List<Outage> ended, @Nullable Instant openSince) {

  /** One that is over. */
  record Outage(Instant began, Instant ended) {}

  /** An end of a deployment. */
  private record Turn(Instant at, DeploymentStatus to, Deployment deployment) {}

  /** A success at the very moment of a failure comes after it. */
  private static final Comparator<Turn> BY_TIME =
      Comparator.comparing(Turn::at)
          .thenComparing(turn -> turn.to() == DeploymentStatus.FAILED ? 0 : 1);

  static Outages of(Collection<Deployment> deployments) {
    List<Turn> turns = new ArrayList<>();
    for (Deployment deployment : deployments) {
      for (DeploymentStatus status : DeploymentStatus.values()) {
        Instant at = deployment.at(status);
        if (at != null && status != DeploymentStatus.STARTED) {
          turns.add(new Turn(at, status, deployment));
        }
      }
    }
    turns.sort(BY_TIME);
    List<Outage> ended = new ArrayList<>();
    Instant broken = null;
    for (Turn turn : turns) {
      if (turn.to() == DeploymentStatus.FAILED) {
        broken = broken == null ? turn.at() : broken;
        continue;
      }
      Instant began = broken;
      if (began == null && turn.to() == DeploymentStatus.ROLLED_BACK) {
        began = turn.deployment().announcedAt();
      }
      if (began != null && !began.isAfter(turn.at())) {
        ended.add(new Outage(began, turn.at()));
      }
      broken = null;
    }
    return new Outages(List.copyOf(ended), broken);
  }
}
