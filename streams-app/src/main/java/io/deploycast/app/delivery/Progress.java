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
 */
public record Progress(int attemptsMade, @Nullable Instant firstFailure, Origin origin) {
  public Progress {
    if (attemptsMade < 0) {
      throw new IllegalArgumentException("attemptsMade must not be negative, was " + attemptsMade);
    }
  }

  /** Before the first attempt. */
  public static Progress start(Origin origin) {
    return new Progress(0, null, origin);
  }

  /** The number of the attempt at hand, from 1. */
  public int attempt() {
    return attemptsMade + 1;
  }

  /** After the attempt at hand failed at that instant. */
  public Progress failedAt(Instant instant) {
    return new Progress(attemptsMade + 1, firstFailure == null ? instant : firstFailure, origin);
  }
}
