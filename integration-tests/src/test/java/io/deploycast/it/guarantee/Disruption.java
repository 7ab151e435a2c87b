package io.deploycast.it.guarantee;

import java.time.Duration;

/**
 * Something that was done to the service and may explain a repeat: what had been delivered shortly
 * before it, or while it lasted, may be delivered again afterwards.
 *
 * @param fromNanos {@code System.nanoTime()} at its beginning
 * @param untilNanos at its end
 * @param reach how long before it a delivery may have ended and yet be repeated: a commit interval
 *     and an attempt
 */
public record Disruption(long fromNanos, long untilNanos, Duration reach) {
  /** One that happens at once, such as a kill, now. */
  public static Disruption now(Duration reach) {
    long now = System.nanoTime();
    return new Disruption(now, now, reach);
  }

  /** One that began at that moment and ends now. */
  public static Disruption since(long fromNanos, Duration reach) {
    return new Disruption(fromNanos, System.nanoTime(), reach);
  }

  boolean explains(long firstNanos, long againNanos) {
    return firstNanos >= fromNanos - reach.toNanos()
        && firstNanos <= untilNanos
        && againNanos >= fromNanos;
  }
}
