package io.deploycast.cli.trace;

import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A span of its own for the publication, exported at its end. */
final class RecordedTrace implements PublishTrace {
  /** What an export may take at most, however much time is left: the deployment goes on. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final int SAMPLED = 1;

  private final @Nullable TraceContext parent;
  private final TraceContext own;
  private final SpanExport export;
  private final InstantSource clock;
  private final Instant began;

  RecordedTrace(
      @Nullable TraceContext parent,
      SpanExport export,
      InstantSource clock,
      RandomGenerator random) {
    this.parent = parent;
    this.own =
        parent == null
            ? new TraceContext(
                "00-%016x%016x-%016x-01".formatted(id(random), id(random), id(random)), null)
            : parent.within("%016x".formatted(id(random)));
    this.export = export;
    this.clock = clock;
    this.began = clock.instant();
  }

  @Override
  public Map<String, String> headers() {
    return own.headers();
  }

  @Override
  public void ended(
      String topic, List<DeploymentEvent> events, @Nullable String error, Duration left) {
    boolean sampled = (Integer.parseInt(own.flags(), 16) & SAMPLED) != 0;
    Duration bound = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    if (sampled && bound.toMillis() > 0) {
      export.send(
          new PublishSpan(own, parent, topic, events, began, clock.instant(), error), bound);
    }
  }

  /** Never 0, which would be no id. */
  private static long id(RandomGenerator random) {
    return random.nextLong(1, Long.MAX_VALUE);
  }
}
