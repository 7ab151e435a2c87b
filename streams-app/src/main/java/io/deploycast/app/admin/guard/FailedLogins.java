package io.deploycast.app.admin.guard;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong tokens of each address. Somebody with the right one is never kept out by others who
 * guess behind the same proxy: a token is too long to be guessed. Thread-safe.
 */
final class FailedLogins {
  /** Wrong tokens that an address may send in a window. */
  private static final int MOST = 10;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Addresses remembered; the longest known is forgotten first. */
  private static final int MOST_ADDRESSES = 10_000;

  private record Count(long sinceMillis, int failures) {}

  private final InstantSource clock;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  FailedLogins(InstantSource clock) {
    this.clock = clock;
  }

  /** A wrong token came; whether it was one too many. */
  synchronized boolean isTooMany(String address) {
    long now = clock.millis();
    Count count = counts.get(address);
    if (count == null || now - count.sinceMillis() >= WINDOW.toMillis()) {
      counts.remove(address);
      count = new Count(now, 0);
    }
    count = new Count(count.sinceMillis(), count.failures() + 1);
    counts.put(address, count);
    if (counts.size() > MOST_ADDRESSES) {
      counts.remove(counts.keySet().iterator().next());
    }
    return count.failures() > MOST;
  }

  /** In seconds, how long such an address is to wait. */
  static String retryAfter() {
    return Long.toString(WINDOW.toSeconds());
  }
}
