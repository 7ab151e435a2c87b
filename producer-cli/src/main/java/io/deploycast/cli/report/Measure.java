package io.deploycast.cli.report;

/** The four figures, and exactly what is counted for each. */
public enum Measure {
  FREQUENCY(
      "Deployment frequency",
      "Deployments that succeeded, per week. One that was rolled back later counts: it had been"
          + " deployed."),
  FAILURE_RATE(
      "Change failure rate",
      "Deployments that failed or were rolled back, of all that ended. A deployment is what has one"
          + " deploymentId in one service and environment, however often it is announced."),
  RESTORE_TIME(
      "Time to restore",
      "Median time from a failure to the next success of the same service and environment; failures"
          + " in between belong to the same outage. A rollback ends the outage that it repairs,"
          + " which began when the deployment rolled back was announced. Counted in the week it"
          + " ended; outages that last are not in it."),
  LEAD_TIME(
      "Lead time for changes",
      "Median time from committedAt to the success, of the deployments that say when their commit"
          + " was made.");

  private final String title;
  private final String definition;

  Measure(String title, String definition) {
    this.title = title;
    this.definition = definition;
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  /** What is counted, in words; stated in every report. */
  public String definition() {
    return definition;
  }
}
