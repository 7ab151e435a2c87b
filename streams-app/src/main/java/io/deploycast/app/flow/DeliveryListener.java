package io.deploycast.app.flow;

import io.deploycast.app.delivery.Outcome;
import java.time.Duration;

/** Told what becomes of a target's events, for its metrics. Thread-safe, and never blocks. */
public interface DeliveryListener {
  /** Hears nothing. */
  DeliveryListener NONE = new DeliveryListener() {};

  /** An attempt is over, whether it counts or not. */
  default void attempted(Outcome outcome, Duration took) {}

  /** The attempt of a retry starts, so long after it was due. */
  default void retryStarted(Duration late) {}

  /**
   * A delivery is over for good.
   *
   * @param first whether it began with the record at hand, which was not one of a retry topic
   */
  default void ended(DeliveryEnd end, boolean first) {}

  /** A delivery was written to a retry topic. */
  default void moved(boolean first) {}

  /** Records were deleted by the topic's retention before they were read. */
  default void lost(long records) {}
}
