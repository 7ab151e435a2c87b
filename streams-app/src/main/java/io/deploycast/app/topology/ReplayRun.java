package io.deploycast.app.topology;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.flow.Dispatcher;
import io.deploycast.app.flow.EndLog;
import io.deploycast.app.flow.Pace;
import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.app.flow.RecordLimits;
import io.deploycast.app.flow.Span;
import io.deploycast.app.flow.StateLog;
import io.deploycast.app.flow.TargetFlow;
import io.deploycast.app.metrics.TargetMeters;
import io.deploycast.schema.Rate;
import io.deploycast.schema.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;

/**
 * One run of a replay: the engine of a target on a part of the log, in a group and with retry
 * topics of its own. Thread-safe; started and closed once each.
 */
public final class ReplayRun {
  /**
   * What to replay, and how.
   *
   * @param group the replay's own
   * @param spans the part of each partition of the log that is still to be read
   * @param rate most attempts in a time
   */
  public record Order(ReplayName name, String group, Map<TopicPartition, Span> spans, Rate rate) {
    public Order {
      spans = Map.copyOf(spans);
    }
  }

  private final TargetConfig config;
  private final TargetFlow flow;
  private final TargetRun run;

  /**
   * A run that is ready to be started; makes the replay's topics.
   *
   * @param admin used before this returns only
   * @param meters told what becomes of its events
   */
  public ReplayRun(
      AppConfig app,
      TargetConfig config,
      Target target,
      SharedParts shared,
      TargetMeters meters,
      Admin admin,
      Order order) {
    this.config = config;
    RecordLimits limits =
        shared.topics().ensureReplay(admin, config.name(), order.name(), config.retry().delays());
    TargetHealth health =
        new TargetHealth(
            config.concurrency(), RandomGenerator.getDefault(), new StateLog(order.group()));
    Dispatcher dispatcher =
        new Dispatcher(
            target, health, Pace.of(order.rate()), meters, shared.clock(), System::nanoTime);
    this.flow = new TargetFlow(dispatcher, endsOf(config, shared), meters, order.spans());
    TargetContext context =
        new TargetContext(
            config.name(),
            target,
            config.retry(),
            List.of(),
            config.ordering() == Ordering.KEY,
            app.topics(),
            order.name(),
            flow,
            shared.reader(),
            limits,
            shared.clock(),
            System::nanoTime);
    this.run =
        new TargetRun(
            new KafkaStreams(
                DeliveryTopology.of(context),
                StreamsSettings.of(order.group(), config.name(), null, app.kafka(), limits),
                new WatermarkClients(flow, config.timeout().plusSeconds(1))),
            flow);
  }

  public void start() {
    run.start();
  }

  /** A person stops the target, or lets it go on. */
  public void pause(boolean paused) {
    flow.dispatcher().pause(paused);
  }

  /**
   * Waits at most that long for its end by an error.
   *
   * @return the error; empty while it runs
   */
  public Optional<Throwable> awaitFailure(Duration bound) throws InterruptedException {
    if (!run.awaitEnd(bound)) {
      return Optional.empty();
    }
    Throwable error = run.error();
    return Optional.of(error == null ? new IllegalStateException("it was stopped") : error);
  }

  /** The partitions of the log whose part is read, delivered or moved on, and committed. */
  public List<TopicPartition> finished() {
    return flow.partitions().stream()
        .filter(PartitionFlow::isThrough)
        .map(PartitionFlow::partition)
        .collect(Collectors.toList());
  }

  /** Lets calls in flight end, commits what is finished and leaves the group. */
  public void close() {
    run.drain(config.timeout().plusSeconds(1));
    run.close(GroupMembershipOperation.LEAVE_GROUP);
  }

  /** What the target's filter holds back has its receipt already, and keeps it. */
  private static EndLog endsOf(TargetConfig config, SharedParts shared) {
    if (!config.receipts()) {
      return EndLog.NONE;
    }
    EndLog receipts = shared.receipts().of(config.name());
    return (end, recorded) -> {
      if (end.outcome() == Receipt.Outcome.FILTERED) {
        recorded.run();
      } else {
        receipts.record(end, recorded);
      }
    };
  }
}
