package io.deploycast.cli.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of some weeks, of one service in one environment or of several.
 *
 * @param deployments those that ended
 * @param succeeded those of them that succeeded
 * @param failed those of them that failed or were rolled back; one can have done both
 * @param restored outages that ended
 * @param restoreTime their median length, or null without
 * @param committed deployments whose commit's time is known
 * @param leadTime their median lead time, or null without
 */
public record Figures(
    int deployments,
    int succeeded,
    int failed,
    int restored,
    @Nullable Duration restoreTime,
    int committed,
    @Nullable Duration leadTime) {

  /** Failed ones of all, 0 to 1; null when there were none. */
  public @Nullable Double failureRate() {
    return deployments == 0 ? null : (double) failed / deployments;
  }

  /** Collects. Not thread-safe. */
  static final class Tally {
    private int deployments;
    private int succeeded;
    private int failed;
    private final List<Duration> restoreTimes = new ArrayList<>();
    private final List<Duration> leadTimes = new ArrayList<>();

    void deployment(Deployment deployment) {
      deployments++;
      succeeded += deployment.hasSucceeded() ? 1 : 0;
      failed += deployment.hasFailed() ? 1 : 0;
    }

    void restored(Duration time) {
      restoreTimes.add(time);
    }

    void lead(Duration time) {
      leadTimes.add(time);
    }

    Figures figures() {
      return new Figures(
          deployments,
          succeeded,
          failed,
          restoreTimes.size(),
          median(restoreTimes),
          leadTimes.size(),
          median(leadTimes));
    }
  }

  /** The middle one, or the mean of the two in the middle; null without any. */
  static @Nullable Duration median(List<Duration> durations) {
    if (durations.isEmpty()) {
      return null;
    }
    List<Duration> sorted = new ArrayList<>(durations);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
  }
}
