package io.deploycast.app.admin.board;

import java.util.Map;

/**
 * A deployment and the recorded ends of its deliveries.
 *
 * @param ends by target; of one moment where it was handed out, else as they are now
 */
public record DeploymentEntry(Deployment deployment, Map<String, RecordedEnd> ends) {
  DeploymentEntry ofThisMoment() {
    return new DeploymentEntry(deployment, Map.copyOf(ends));
  }
}
