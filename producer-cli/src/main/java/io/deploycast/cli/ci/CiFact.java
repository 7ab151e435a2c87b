package io.deploycast.cli.ci;

import io.deploycast.schema.DeploymentEvent;
import java.util.Locale;

/** A fact that CI systems tell. */
public enum CiFact {
  SERVICE(DeploymentEvent.MAX_NAME),
  ENVIRONMENT(DeploymentEvent.MAX_NAME),
  COMMIT(DeploymentEvent.MAX_NAME),
  BRANCH(DeploymentEvent.MAX_NAME),
  REPOSITORY(DeploymentEvent.MAX_ADDRESS),
  ACTOR(DeploymentEvent.MAX_NAME),
  /** A page about the run. */
  URL(DeploymentEvent.MAX_ADDRESS),
  /** Identity of the run, the same in all its jobs. */
  RUN(DeploymentEvent.MAX_ADDRESS),
  /** Which try of the run this is; only where a re-run keeps the run's identity. */
  ATTEMPT(DeploymentEvent.MAX_NAME),
  /** Identity of the job within the run. */
  JOB(DeploymentEvent.MAX_NAME);

  private final int longest;

  CiFact(int longest) {
    this.longest = longest;
  }

  /** Longest text an event can carry of it, in code points. */
  int longest() {
    return longest;
  }

  /** Its name for people and in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
