package io.deploycast.it.guarantee;

import io.deploycast.sandbox.target.RecordedRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long events took from their announcement to the target, first attempts only. */
public final class Latency {
  private Latency() {}

  /**
   * The 99th percentile over the events announced in that time that have arrived.
   *
   * @throws IllegalStateException when none has
   */
  public static Duration p99(
      Ledger ledger, List<RecordedRequest> requests, long fromNanos, long untilNanos) {
    Map<String, Long> arrived = new HashMap<>();
    requests.forEach(request -> arrived.putIfAbsent(request.eventId(), request.arrivedNanos()));
    List<Long> sorted =
        ledger.announced().stream()
            .filter(line -> line.nanos() >= fromNanos && line.nanos() < untilNanos)
            .filter(line -> arrived.containsKey(line.eventId()))
            .map(line -> arrived.get(line.eventId()) - line.nanos())
            .sorted()
            .toList();
    if (sorted.isEmpty()) {
      throw new IllegalStateException("no event arrived that was announced in that time");
    }
    return Duration.ofNanos(sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1));
  }
}
