package io.deploycast.app.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * When partitions beside those of the log are read while the log is busy: now and then. A fetch
 * names every partition that is read, and each of them costs this process and the broker some
 * microseconds, some hundred times a second; yet retry and redrive topics are empty as a rule.
 *
 * <p>A partition is left alone only after it was read without a break, gave nothing and had nothing
 * open for a while; so it was read to its end, and whatever is written since is found within two
 * seconds: one between glances, and one while the broker keeps a fetch of a log that falls silent.
 *
 * <p>Belongs to the stream thread. Times are those of a monotonic clock in nanoseconds.
 */
final class Glances {
  /** What waits that long at least need not be read at once; with room for a slow broker. */
  static final Duration UNHURRIED = Duration.ofSeconds(10);

  /** A partition is left alone after so long; longer than the broker keeps a fetch. */
  private static final long QUIET = Duration.ofMillis(2_500).toNanos();

  /** From one glance to the next. */
  private static final long ROUND = Duration.ofSeconds(1).toNanos();

  /** How long a glance takes: some fetches of a busy log. */
  private static final long GLANCE = Duration.ofMillis(100).toNanos();

  /** Without a record for that long the log is not busy, and everything is read. */
  private static final long IDLE = Duration.ofMillis(100).toNanos();

  private final Map<TopicPartition, Long> quietSince = new HashMap<>();
  private boolean busy;
  private long busySince;
  private long lastRecord;

  /** Records of the log came. */
  void logRead(long now) {
    if (!isBusy(now)) {
      busySince = now;
    }
    busy = true;
    lastRecord = now;
  }

  private boolean isBusy(long now) {
    return busy && now - lastRecord < IDLE;
  }

  /** Something came from that partition, or is open there, or it is not read now. */
  void stirred(TopicPartition partition) {
    quietSince.remove(partition);
  }

  /** Whether a partition that could be read is left alone now; to be asked before each poll. */
  boolean pass(TopicPartition partition, long now) {
    Long since = quietSince.putIfAbsent(partition, now);
    return since != null
        && now - since >= QUIET
        && isBusy(now)
        && (now - busySince) % ROUND < ROUND - GLANCE;
  }
}
