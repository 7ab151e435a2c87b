package io.deploycast.app.flow;

/** What a partition holds that a target reads. */
public enum SourceKind {
  /** Events as they were announced. */
  LOG,
  /** Events that wait for another attempt. */
  RETRY,
  /** Dead letters that a person put back: new deliveries, behind those of the log. */
  REDRIVE;

  /** Whether deliveries begin here, and do not only go on. */
  public boolean beginsDeliveries() {
    return this != RETRY;
  }
}
