package io.deploycast.app.flow;

import io.deploycast.schema.Rate;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many calls may start by the target's configured rate. Thread-safe. */
public final class Pace {
  /**
   * A period is cut into so many cycles at most, so that its calls do not all go out at its start.
   */
  private static final int MOST_CYCLES = 10;

  /**
   * When a call may start by the rate and yet waits, only the end of another one lets it; that
   * starts it by itself.
   */
  private static final Duration NO_HURRY = Duration.ofMillis(10);

  private final @Nullable AtomicRateLimiter limiter;
  private final Duration cycle;

  private Pace(@Nullable AtomicRateLimiter limiter, Duration cycle) {
    this.limiter = limiter;
    this.cycle = cycle;
  }

  /** The pace of a rate; without one, any number may start. */
  public static Pace of(@Nullable Rate rate) {
    if (rate == null) {
      return new Pace(null, Duration.ZERO);
    }
    int cycles = cyclesOf(rate);
    Duration cycle = rate.period().dividedBy(cycles);
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(rate.attempts() / cycles)
            .limitRefreshPeriod(cycle)
            .timeoutDuration(Duration.ZERO)
            .build();
    return new Pace(new AtomicRateLimiter("target", config), cycle);
  }

  /** Takes leave for one call; false when it has to wait. */
  boolean mayStart() {
    return limiter == null || limiter.acquirePermission();
  }

  /**
   * When to look again whether a waiting call may start. The very moment of the next cycle: a whole
   * cycle from now would miss one of them again and again.
   */
  Duration untilNext() {
    if (limiter == null) {
      return Duration.ZERO;
    }
    long nanos = limiter.getDetailedMetrics().getNanosToWait();
    return nanos > 0 ? Duration.ofNanos(nanos) : NO_HURRY;
  }

  /** The time in which one part of a period's calls may start. */
  Duration cycle() {
    return cycle;
  }

  /** The most cycles that the attempts of a period divide into evenly. */
  private static int cyclesOf(Rate rate) {
    int seconds = Math.toIntExact(rate.period().toSeconds());
    for (int cycles = MOST_CYCLES * seconds; cycles > 1; cycles--) {
      if (rate.attempts() % cycles == 0) {
        return cycles;
      }
    }
    return 1;
  }
}
