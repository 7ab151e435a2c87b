package io.deploycast.app.flow;

import io.deploycast.schema.Rate;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many calls may start by the target's configured rate. Thread-safe. */
public final class Pace {
  /**
   * A period is cut into so many cycles at most, so that its calls do not all go out at its start.
   */
  private static final int MOST_CYCLES = 10;

  private final @Nullable RateLimiter limiter;
  private final Duration cycle;

  private Pace(@Nullable RateLimiter limiter, Duration cycle) {
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
    return new Pace(RateLimiter.of("target", config), cycle);
  }

  /** Takes leave for one call; false when it has to wait. */
  boolean mayStart() {
    return limiter == null || limiter.acquirePermission();
  }

  /** The longest until another call may start, as far as the rate alone decides. */
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
