package io.deploycast.app.metrics;

import io.deploycast.app.delivery.ConnectionTally;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.TargetState;
import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.app.flow.DeliveryListener;
import io.deploycast.schema.Receipt;
import io.deploycast.schema.topic.TargetName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The meters of one target, for the life of the process. Counters are fed by its deliveries, gauges
 * look at a {@link TargetView} when they are read. Thread-safe.
 */
public final class TargetMeters implements DeliveryListener {
  /** From a call on the same machine to the longest time-out, and on to a long outage. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(30),
    Duration.ofHours(2),
    Duration.ofHours(12)
  };

  private final MeterRegistry registry;
  private final String target;
  private final Tags tags;
  private final Counter consumed;
  private final Counter delivered;
  private final Counter deadLettered;
  private final Counter filtered;
  private final Counter retried;
  private final Counter lost;
  private final Timer latency;
  private final Timer lateness;
  private final Map<String, Timer> attempts = new ConcurrentHashMap<>();
  private final List<Meter> watched = new CopyOnWriteArrayList<>();

  public TargetMeters(MeterRegistry registry, TargetName target) {
    this.registry = registry;
    this.target = target.text();
    this.tags = Tags.of("target", target.text());
    this.consumed = counter("events.consumed", "Events of the log that were taken up");
    this.delivered = counter("events.delivered", "Events that the target has");
    this.deadLettered = counter("events.dead.lettered", "Events in the dead-letter topic");
    this.filtered = counter("events.filtered", "Events that the target's filter did not want");
    this.retried = counter("events.retried", "Writes to a retry topic");
    this.lost = counter("events.lost.to.retention", "Records deleted before they were read");
    this.latency = timer("delivery.latency", "From the event's entry into the log to its delivery");
    this.lateness = timer("retry.lateness", "From the instant a retry was due to its attempt");
  }

  /** Adds the counters of connections, which ask for the tally at each reading. */
  public void watchConnections(Supplier<ConnectionTally> tally) {
    watched.add(
        FunctionCounter.builder(
                "deploycast.connections.opened", this, it -> (double) tally.get().opened())
            .description("Requests that went over a connection made for them")
            .tags(tags)
            .register(registry));
    watched.add(
        FunctionCounter.builder(
                "deploycast.connections.reused", this, it -> (double) tally.get().reused())
            .description("Requests that went over a connection that had served before")
            .tags(tags)
            .register(registry));
  }

  /** Adds the gauges, which ask for the view at each reading. */
  public void watch(Supplier<TargetView> view) {
    gauge("events.pending", "Events in retry topics", () -> view.get().pending());
    gauge("events.redriving", "Redriven events not taken up yet", () -> view.get().redriving());
    gauge("events.waiting", "Events read that wait for the target", () -> view.get().waiting());
    gauge("attempts.in.flight", "Attempts whose end is awaited", () -> view.get().inFlight());
    gauge("attempts.in.flight.limit", "Most attempts now", () -> view.get().mostInFlight());
    gauge("lag.events", "Events of the log without an end", () -> view.get().lagEvents());
    gauge("lag.seconds", "Age of the oldest of these", () -> seconds(view.get().lagAge()));
    gauge(
        "oldest.unfinished.seconds",
        "Age of the oldest event without an end, retries among them",
        () -> seconds(view.get().oldestAge()));
    for (TargetState state : TargetState.values()) {
      watched.add(
          Gauge.builder(
                  "deploycast.target.state",
                  () -> view.get().state().filter(state::equals).isPresent() ? 1 : 0)
              .description("1 for the state that the target is in")
              .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
              .register(registry));
    }
  }

  /**
   * Takes away what looks at the target, for one of the same name that follows; what was counted
   * here goes on.
   */
  public void unwatch() {
    watched.forEach(registry::remove);
    watched.clear();
  }

  /** Takes everything away: there is no such target any more. */
  public void remove() {
    registry.getMeters().stream()
        .filter(meter -> target.equals(meter.getId().getTag("target")))
        .forEach(registry::remove);
  }

  @Override
  public void attempted(Outcome outcome, Duration took) {
    attempts.computeIfAbsent(wordFor(outcome), this::attemptsTimer).record(took);
  }

  private Timer attemptsTimer(String outcome) {
    return Timer.builder("deploycast.attempts")
        .description("Attempts by their outcome, over their whole exchange")
        .tags(tags.and("outcome", outcome))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  @Override
  public void retryStarted(Duration late) {
    lateness.record(late);
  }

  @Override
  public void ended(DeliveryEnd end, boolean first) {
    if (first) {
      consumed.increment();
    }
    switch (end.outcome()) {
      case DELIVERED -> {
        delivered.increment();
        if (end.redrives() == 0) {
          // A dead letter's age says nothing about how fast deliveries are.
          latency.record(
              Duration.ofMillis(
                  Math.max(0, end.at().toEpochMilli() - end.origin().timestamp().toEpochMilli())));
        }
      }
      case DEAD_LETTERED -> deadLettered.increment();
      case FILTERED -> filtered.increment();
      case DISCARDED -> throw new IllegalStateException("no delivery ends as discarded");
    }
  }

  @Override
  public void moved(boolean first) {
    if (first) {
      consumed.increment();
    }
    retried.increment();
  }

  @Override
  public void lost(long records) {
    lost.increment((double) records);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("deploycast." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder("deploycast." + name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    watched.add(
        Gauge.builder("deploycast." + name, value)
            .description(description)
            .tags(tags)
            .register(registry));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  private static String wordFor(Outcome outcome) {
    if (outcome instanceof Outcome.Delivered) {
      return Receipt.Outcome.DELIVERED.text();
    }
    if (outcome instanceof Outcome.Retriable) {
      return "retriable";
    }
    return outcome instanceof Outcome.Refused ? "refused" : "permanent";
  }
}
