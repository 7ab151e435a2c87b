package io.deploycast.app.flow;

import java.time.Duration;

/** How long a poll may take at most; the shortest of what is asked for. */
record PollBound(Duration most) {
  /** While answers are awaited, failures wait to be forwarded, or what is due finds no room. */
  private static final Duration BUSY = Duration.ofMillis(10);

  /** While a record waits for a schema registry, which may be away for hours. */
  private static final Duration SCHEMA = Duration.ofMillis(50);

  PollBound busy() {
    return atMost(BUSY);
  }

  PollBound awaitingSchema() {
    return atMost(SCHEMA);
  }

  /** Until something is due. */
  PollBound until(Duration wait) {
    // Kafka counts polls in whole milliseconds; one that ends early would only spin.
    return atMost(Duration.ofMillis(wait.plusNanos(999_999).toMillis()));
  }

  private PollBound atMost(Duration bound) {
    return bound.compareTo(most) < 0 ? new PollBound(bound) : this;
  }
}
