package io.deploycast.app.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that the time of day was set back. Kafka's clients and Streams time their heartbeats,
 * commits and punctuations by it and never let it run backwards, so all of these stand still until
 * it is where it was before: an hour, after a step of an hour.
 *
 * <p>Used by one thread.
 */
final class ClockWatch {
  /** A shorter standstill is not worth a restart: sessions last longer. */
  private static final Duration TOLERATED = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Instant began;
  private final long beganNanos;

  /** How far the time of day was ahead of the beginning and the time since, at its most. */
  private Duration ahead = Duration.ZERO;

  ClockWatch(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.began = clock.instant();
    this.beganNanos = nanos.getAsLong();
  }

  /** What is watched for its end. */
  interface Life {
    /** Waits at most that long; whether it has ended. */
    boolean endsWithin(Duration bound) throws InterruptedException;
  }

  /**
   * Waits for an end, or for a step back.
   *
   * @param look how often it is looked for a step
   * @return how far the time of day was set back; zero when the end came, be it with a step
   */
  Duration awaitEndOf(Life life, Duration look) throws InterruptedException {
    while (!life.endsWithin(look)) {
      Duration back = setBack();
      if (!back.isZero()) {
        return back;
      }
    }
    return Duration.ZERO;
  }

  /** How far it has been set back since the latest moment it ever showed; zero if hardly. */
  Duration setBack() {
    Duration elapsed = Duration.ofNanos(nanos.getAsLong() - beganNanos);
    Duration drift = Duration.between(began, clock.instant()).minus(elapsed);
    if (drift.compareTo(ahead) > 0) {
      ahead = drift;
    }
    Duration back = ahead.minus(drift);
    return back.compareTo(TOLERATED) > 0 ? back : Duration.ZERO;
  }
}
