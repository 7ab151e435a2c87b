package io.deploycast.sandbox.target;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a target saw until now. Exact, also when old requests are no longer kept.
 *
 * @param requests in all
 * @param events different event ids
 * @param delivered ids that were answered 2xx, wholly
 * @param duplicates ids that were answered 2xx, wholly, more than once
 * @param retried ids that came more than once
 * @param inFlight requests being answered now
 * @param maxConcurrent the most requests that were being answered at once
 * @param connections accepted in all
 * @param statuses how often each status was sent; 0 counts the requests that got none (yet)
 */
public record TargetStatistics(
    long requests,
    int events,
    int delivered,
    int duplicates,
    int retried,
    int inFlight,
    int maxConcurrent,
    long connections,
    Map<Integer, Long> statuses) {
  public TargetStatistics {
    statuses = Collections.unmodifiableMap(new TreeMap<>(statuses));
  }
}
