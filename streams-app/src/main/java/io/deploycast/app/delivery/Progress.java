package io.deploycast.app.delivery;

import io.deploycast.schema.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a delivery has come before the attempt at hand. Survives restarts in the headers of retry
 * records.
 *
 * @param attemptsMade attempts that failed so far; 0 before the first
 * @param firstFailure when the first of them failed, or null before it
 * @param origin where the event's record first stood
 * @param stepsDone steps of the target that need not be repeated
 * @param inDoubt whether the target may have the event already, since no answer came to the last
 *     attempt
 * @param redrive the dead letter it comes from, or null for a delivery straight from the log
 */
public record Progress(
    int attemptsMade,
    @Nullable Instant firstFailure,
    Origin origin,
    int stepsDone,
    boolean inDoubt,
    @Nullable Redrive redrive) {
  public Progress {
    if (attemptsMade < 0) {
      throw new IllegalArgumentException("attemptsMade must not be negative, was " + attemptsMade);
    }
    if (stepsDone < 0) {
      throw new IllegalArgumentException("stepsDone must not be negative, was " + stepsDone);
    }
  }

  /** Before the first attempt. */
  public static Progress start(Origin origin) {
    return new Progress(0, null, origin, 0, false, null);
  }

  /** Before the first attempt of a redriven delivery. */
  public static Progress again(Origin origin, Redrive redrive) {
    return new Progress(0, null, origin, 0, false, redrive);
  }

  /** How often the event's dead letter has been redriven; 0 for a delivery from the log. */
  public int redrives() {
    return redrive == null ? 0 : redrive.count();
  }

  /** The number of the attempt at hand, from 1. */
  public int attempt() {
    return attemptsMade + 1;
  }

  /** After the attempt at hand failed at that instant. */
  public Progress failedAt(Instant instant) {
    return new Progress(
        attemptsMade + 1,
        firstFailure == null ? instant : firstFailure,
        origin,
        stepsDone,
        inDoubt,
        redrive);
  }

  /** The same after a call that ended like this, counted as an attempt or not. */
  public Progress after(Outcome outcome) {
    Outcome.Failed failed = outcome instanceof Outcome.Failed it ? it : null;
    return new Progress(
        attemptsMade,
        firstFailure,
        origin,
        failed == null ? 0 : failed.stepsDone(),
        failed != null && failed.inDoubt(),
        redrive);
  }
}
