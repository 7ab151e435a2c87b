package io.deploycast.schema.deadletter;

/**
 * What came of a redrive or of giving dead letters up.
 *
 * @param plan what was meant to be done
 * @param done how many were put back, or given up, for certain
 */
public record RedriveReport(RedrivePlan plan, int done, Ending ending) {
  /** How it ended. */
  public enum Ending {
    /** Everything that was planned. */
    COMPLETE,
    /** Somebody else began with the same target; what was not done is theirs. */
    TAKEN_OVER,
    /** Its thread was interrupted. */
    STOPPED
  }
}
