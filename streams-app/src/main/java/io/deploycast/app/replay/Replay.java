package io.deploycast.app.replay;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.flow.Span;
import io.deploycast.app.metrics.TargetMeters;
import io.deploycast.app.topology.ControlTopic;
import io.deploycast.app.topology.ReplayRun;
import io.deploycast.app.topology.SharedParts;
import io.deploycast.app.topology.TargetPauses;
import io.deploycast.schema.Rate;
import io.deploycast.schema.topic.TopicScan;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A part of the log once more to one target, through the same engine as its live deliveries, in a
 * group of its own. The live group does not notice. One that was stopped or killed goes on when it
 * is asked for again; when it has ended, nothing of it is left but its deliveries.
 *
 * <p>Calls block; {@link #stop} may come from any thread.
 *
 * @see "docs/decisions/009-a-replay-is-a-group-of-its-own.md"
 */
public final class Replay {
  /** How often it looks whether it is over. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How long the brokers may take for one answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AppConfig app;
  private final TargetConfig config;
  private final Target target;
  private final SharedParts shared;
  private final ControlTopic control;
  private final ReplayParts parts;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * A replay to one target; the target is not closed by it.
   *
   * @param shared its parts stay the caller's, too
   */
  public Replay(AppConfig app, TargetConfig config, Target target, SharedParts shared) {
    this.app = app;
    this.config = config;
    this.target = target;
    this.shared = shared;
    this.control = new ControlTopic(app.topics().control(), app.kafka());
    this.parts = new ReplayParts(control, app.topics().deployments(), shared.clock());
  }

  /** How one ended. */
  public enum Ending {
    /** Every event of the part has its end. */
    COMPLETE,
    /** Somebody stopped it; it can go on. */
    STOPPED
  }

  /**
   * Counts what the replay would do; changes nothing, and calls nobody.
   *
   * @throws CannotReplayException when it cannot be begun like this
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  public ReplayPreview preview(ReplayRequest request) {
    ReplayPart part;
    Map<TopicPartition, Long> begins = new HashMap<>();
    try (Admin admin = admin()) {
      Optional<ReplayPart> begun = parts.begun(config.name(), request);
      part = begun.orElseGet(() -> parts.resolve(admin, request));
      Map<TopicPartition, Long> done =
          begun.isEmpty() ? Map.of() : traces(admin, request).committed(group(request));
      spans(part, done).forEach((partition, span) -> begins.put(partition, span.begin()));
    }
    ReplayPreview preview = new ReplayPreview(filtered(part), shared.reader());
    new TopicScan(app.kafka(), PATIENCE).between(begins, onLog(part.end()), preview::take);
    return preview;
  }

  /**
   * Replays to the end, or until it is stopped.
   *
   * @param say told in words how it goes, a line each
   * @throws CannotReplayException when it cannot be begun like this, or ended in an error
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  public Ending run(ReplayRequest request, Consumer<String> say) throws InterruptedException {
    refusePaused();
    String group = group(request);
    Rate rate = rate(request);
    try (Admin admin = admin()) {
      ReplayTraces traces = traces(admin, request);
      Optional<ReplayPart> begun = parts.begun(config.name(), request);
      ReplayPart part = begun.orElseGet(() -> parts.resolve(admin, request));
      if (begun.isEmpty()) {
        parts.begin(admin, group, config.name(), part);
      }
      Map<TopicPartition, Span> spans = spans(part, traces.committed(group));
      say.accept(
          "%s replay '%s' to '%s': %d records at %s"
              .formatted(
                  begun.isEmpty() ? "begins" : "goes on with",
                  request.name(),
                  config.name(),
                  spans.values().stream().mapToLong(Span::size).sum(),
                  rate));
      Ending ending =
          run(new ReplayRun.Order(request.name(), group, spans, rate), part, admin, traces);
      if (ending == Ending.COMPLETE) {
        // In this order: a note without its group would mean that nothing has been done yet.
        parts.forget(config.name(), part);
        traces.remove(group);
      }
      return ending;
    }
  }

  /** Lets calls in flight end and keeps what is done, so that it can go on. */
  public void stop() {
    stopping.countDown();
  }

  private Ending run(ReplayRun.Order order, ReplayPart part, Admin admin, ReplayTraces traces)
      throws InterruptedException {
    ReplayRun run = new ReplayRun(app, config, filtered(part), shared, meters(), admin, order);
    try (TargetPauses pauses =
        new TargetPauses(
            app.topics().control(),
            app.kafka(),
            (name, paused) -> {
              if (name.equals(config.name().text())) {
                run.pause(paused);
              }
            })) {
      pauses.start();
      run.start();
      while (stopping.getCount() > 0) {
        Optional<Throwable> error = run.awaitFailure(LOOK);
        if (error.isPresent()) {
          throw new CannotReplayException(
              "it ended on an error and can go on; ask for it again: " + error.get());
        }
        if (isComplete(order, run, traces)) {
          return Ending.COMPLETE;
        }
      }
      return Ending.STOPPED;
    } finally {
      run.close();
    }
  }

  /**
   * Whether nothing of it is left. Offsets that are committed before the ends are asked for: what
   * was written on the way to the one is counted by the other.
   */
  private static boolean isComplete(ReplayRun.Order order, ReplayRun run, ReplayTraces traces) {
    Set<TopicPartition> through = new HashSet<>(run.finished());
    Map<TopicPartition, Long> committed = traces.committed(order.group());
    boolean read =
        order.spans().entrySet().stream()
            .allMatch(
                it ->
                    it.getValue().size() == 0
                        || through.contains(it.getKey())
                        || committed.getOrDefault(it.getKey(), 0L) >= it.getValue().end());
    return read
        && traces.retryEnds().entrySet().stream()
            .allMatch(it -> committed.getOrDefault(it.getKey(), 0L) >= it.getValue());
  }

  private void refusePaused() {
    if (control.isPaused(config.name())) {
      throw new CannotReplayException(
          "target '%s' is paused; resume it first, or its deliveries would not go out"
              .formatted(config.name()));
    }
  }

  private String group(ReplayRequest request) {
    return app.applicationId(config) + ".replay-" + request.name();
  }

  private ReplayTraces traces(Admin admin, ReplayRequest request) {
    return new ReplayTraces(admin, app.topics(), config.name(), request.name());
  }

  /** Never faster than the target takes its live deliveries. */
  private Rate rate(ReplayRequest request) {
    Rate own = config.rate();
    return own != null && own.isSlowerThan(request.rate()) ? own : request.rate();
  }

  private Target filtered(ReplayPart part) {
    return part.service() == null ? target : new OneService(target, part.service());
  }

  private TargetMeters meters() {
    MeterRegistry registry = shared.meters();
    return new TargetMeters(registry, config.name());
  }

  private Map<TopicPartition, Span> spans(ReplayPart part, Map<TopicPartition, Long> committed) {
    Map<TopicPartition, Span> spans = new HashMap<>();
    onLog(part.end())
        .forEach(
            (partition, end) -> {
              long begin = part.begin().getOrDefault(partition.partition(), end);
              spans.put(partition, new Span(committed.getOrDefault(partition, begin), end));
            });
    return spans;
  }

  private Map<TopicPartition, Long> onLog(Map<Integer, Long> offsets) {
    Map<TopicPartition, Long> placed = new HashMap<>();
    offsets.forEach(
        (partition, offset) ->
            placed.put(new TopicPartition(app.topics().deployments(), partition), offset));
    return placed;
  }

  private Admin admin() {
    Map<String, Object> properties = new HashMap<>(app.kafka());
    properties.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    return Admin.create(properties);
  }
}
