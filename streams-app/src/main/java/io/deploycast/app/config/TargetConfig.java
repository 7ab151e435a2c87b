package io.deploycast.app.config;

import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.schema.Rate;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configured destination.
 *
 * @param type name of the target type, which exists
 * @param timeout bound of one attempt, from its start to the end of the answer
 * @param concurrency most attempts in flight
 * @param rate most attempts in a time, or null for as many as can be
 * @param ordering in which order first attempts go out
 * @param startFrom where the target begins to read when it is new
 * @param maxAge age of an event from which on it is given up, or null for what the type says
 * @param receipts whether ends of deliveries are recorded
 * @param connection how it is reached
 * @param when jq filter, a boolean for each event; null for every event
 * @param parameters by name; only those the type declares, its defaults filled in
 */
public record TargetConfig(
    TargetName name,
    String type,
    Duration timeout,
    int concurrency,
    @Nullable Rate rate,
    Ordering ordering,
    RetryPolicy retry,
    StartFrom startFrom,
    @Nullable Duration maxAge,
    boolean receipts,
    ConnectionConfig connection,
    @Nullable String when,
    Map<String, ParameterValue> parameters) {
  public TargetConfig {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, was " + timeout);
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be positive, was " + concurrency);
    }
    parameters = Map.copyOf(parameters);
  }
}
