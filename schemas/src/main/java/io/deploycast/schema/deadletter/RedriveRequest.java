package io.deploycast.schema.deadletter;

import io.deploycast.schema.Rate;
import org.jspecify.annotations.Nullable;

/**
 * What to redrive, and how.
 *
 * @param filter which dead letters of the target
 * @param limit how many at most; null for all
 * @param rate how fast; null for as fast as Kafka takes them
 * @param force whether also those that have been redriven {@value #MOST_REDRIVES} times
 */
public record RedriveRequest(
    DeadLetterFilter filter, @Nullable Integer limit, @Nullable Rate rate, boolean force) {
  /** So often is a slip of the target's; after that a person should look first. */
  public static final int MOST_REDRIVES = 3;

  public RedriveRequest {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("limit must be positive, was " + limit);
    }
  }

  /** All that are meant, as fast as Kafka takes them. */
  public static RedriveRequest of(DeadLetterFilter filter) {
    return new RedriveRequest(filter, null, null, false);
  }
}
