package io.deploycast.app.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How often and when a failed attempt is made again.
 *
 * @param stages in order, delays ascending strictly; empty for one attempt only
 */
public record RetryPolicy(List<RetryStage> stages) {
  public RetryPolicy {
    stages = List.copyOf(stages);
    for (int i = 1; i < stages.size(); i++) {
      Duration before = stages.get(i - 1).delay();
      Duration delay = stages.get(i).delay();
      if (delay.compareTo(before) <= 0) {
        throw new IllegalArgumentException(
            "retry delays must ascend strictly, was %s after %s".formatted(delay, before));
      }
    }
  }

  /** Attempts of one delivery in all: the first, and those of every stage. */
  public int totalAttempts() {
    return 1 + stages.stream().mapToInt(RetryStage::attempts).sum();
  }

  /** The delays, ascending; each has a retry topic of its own. */
  public List<Duration> delays() {
    return stages.stream().map(RetryStage::delay).toList();
  }

  /**
   * How long the next attempt waits.
   *
   * @param attemptsMade attempts that have failed so far, from 1
   * @return empty when no attempt is left
   */
  public Optional<Duration> backoffAfter(int attemptsMade) {
    int left = attemptsMade;
    for (RetryStage stage : stages) {
      if (left <= stage.attempts()) {
        return Optional.of(stage.delay());
      }
      left -= stage.attempts();
    }
    return Optional.empty();
  }
}
