package io.deploycast.app.delivery;

import java.time.Duration;

/**
 * A row of attempts that each wait equally long.
 *
 * @param delay how long each of them waits after the failure before it
 * @param attempts how many there are
 */
public record RetryStage(Duration delay, int attempts) {
  public RetryStage {
    if (delay.isNegative() || delay.isZero()) {
      throw new IllegalArgumentException("delay must be positive, was " + delay);
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be positive, was " + attempts);
    }
  }
}
