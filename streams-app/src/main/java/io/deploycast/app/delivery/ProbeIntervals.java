package io.deploycast.app.delivery;

import java.time.Duration;

/** How long to wait between probes of a target that is away. Pure. */
final class ProbeIntervals {
  /** Short enough that a restart of the target is hardly noticed. */
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** Long enough that a long outage costs the target next to nothing. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** The share of an interval that chance may take off, so that instances do not probe in step. */
  private static final double JITTER = 0.25;

  private ProbeIntervals() {}

  /**
   * The wait before a probe.
   *
   * @param failed probes that failed in a row before it
   * @param random from 0 to 1
   */
  static Duration before(int failed, double random) {
    Duration full = FIRST.multipliedBy(1L << Math.min(failed, 10));
    Duration capped = full.compareTo(LONGEST) > 0 ? LONGEST : full;
    return Duration.ofNanos((long) (capped.toNanos() * (1 - JITTER * random)));
  }
}
