package io.deploycast.app.topology;

import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.flow.RecordLimits;
import io.deploycast.app.flow.TargetFlow;
import io.deploycast.schema.registry.RecordReader;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the processors of one target share.
 *
 * @param leftovers delays that are no longer configured, whose topics still hold events
 * @param replay the replay that this is, in place of the live deliveries, or null
 * @param ordered whether first attempts of one service go out one after the other
 * @param nanos a monotonic clock in nanoseconds
 */
record TargetContext(
    TargetName name,
    Target target,
    RetryPolicy retry,
    List<Duration> leftovers,
    boolean ordered,
    TopicNames topics,
    @Nullable ReplayName replay,
    TargetFlow flow,
    RecordReader reader,
    RecordLimits limits,
    InstantSource clock,
    LongSupplier nanos) {

  /** Where failures wait for that long. */
  String retryTopic(Duration delay) {
    return replay == null
        ? topics.retry(name, delay)
        : topics.replayRetry(name, replay.text(), delay);
  }
}
