package io.deploycast.app.topology;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.flow.DeliveryListener;
import io.deploycast.app.flow.Dispatcher;
import io.deploycast.app.flow.EndLog;
import io.deploycast.app.flow.Pace;
import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.app.flow.RecordLimits;
import io.deploycast.app.flow.StateLog;
import io.deploycast.app.flow.TargetFlow;
import io.deploycast.app.metrics.Listeners;
import io.deploycast.app.metrics.TargetActivity;
import io.deploycast.app.metrics.TargetMeters;
import io.deploycast.app.metrics.TargetView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one target going: sees to its topics and offsets, runs its Kafka Streams instance, and
 * starts a new one with the same ids when that ends in an error. The other targets do not notice.
 *
 * <p>Thread-safe. {@link #start} and {@link #stop} are called once each, by {@code Main}.
 */
public final class TargetRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TargetRunner.class);

  /** First pause before another try, and the most it grows to. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** A life this long counts as recovered, so that the next pause is short again. */
  private static final Duration RECOVERED = Duration.ofMinutes(1);

  /** How long calls in flight may hold up a rebalance at most: all members of the group wait. */
  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(15);

  /** How often it is looked whether the clock was set back. */
  private static final Duration CLOCK_LOOK = Duration.ofSeconds(1);

  /** How long an answer about topics or offsets may take before the next try. */
  private static final Duration ADMIN_BOUND = Duration.ofSeconds(15);

  private final TargetConfig config;
  private final Target target;
  private final SharedParts shared;
  private final TargetMeters meters;
  private final TargetActivity activity;
  private final DeliveryListener listener;
  private final boolean startOver;
  private final Thread thread;

  /** The configuration at present; of its targets, only this one never changes here. */
  private volatile AppConfig app;

  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable TargetRun run;

  /** Whether a person has stopped the target; kept for its next life. */
  private volatile boolean paused;

  private volatile String problem = "is starting";

  /**
   * A runner for one target.
   *
   * @param startOver whether it may begin at its {@code startFrom} again if its offsets are lost
   */
  public TargetRunner(
      AppConfig app, TargetConfig config, Target target, SharedParts shared, boolean startOver) {
    this.app = app;
    this.config = config;
    this.target = target;
    this.shared = shared;
    this.meters = new TargetMeters(shared.meters(), config.name());
    this.activity = new TargetActivity(shared.clock());
    this.listener = new Listeners(List.of(meters, activity));
    this.startOver = startOver;
    this.thread = new Thread(this::keepGoing, "deploycast-" + config.name());
  }

  public void start() {
    thread.start();
  }

  public String name() {
    return config.name().text();
  }

  /** The configuration has changed, but not this target. */
  public void configuredBeside(AppConfig now) {
    app = now;
  }

  /** A person stops the target, or lets it go on. */
  public void pause(boolean paused) {
    this.paused = paused;
    TargetRun current = run;
    if (current != null) {
      current.flow().dispatcher().pause(paused);
    }
  }

  /** Calls the target as soon as something waits for it, though it is down or asked for a pause. */
  public void probe() {
    TargetRun current = run;
    if (current != null) {
      current.flow().dispatcher().probe();
    }
  }

  public TargetConfig config() {
    return config;
  }

  /** What the target did lately on this instance. */
  public TargetActivity activity() {
    return activity;
  }

  /** The partitions that this instance has for the target. */
  public List<TopicPartition> partitions() {
    TargetRun current = run;
    return current == null
        ? List.of()
        : current.flow().partitions().stream().map(PartitionFlow::partition).toList();
  }

  /** Adds the target's gauges. */
  public void watch(EndOffsets ends) {
    meters.watch(() -> view(ends));
    meters.watchConnections(target::connections);
  }

  /** How the target stands on this instance. */
  public TargetView view(EndOffsets ends) {
    TargetRun current = run;
    return current == null
        ? TargetView.ABSENT
        : FlowView.of(current.flow(), ends, shared.clock().instant());
  }

  /** Why the target is not ready, to be read after its name; empty when it is. */
  public Optional<String> problem() {
    TargetRun current = run;
    if (current == null) {
      return Optional.of(problem);
    }
    return current.isRunning() ? Optional.empty() : Optional.of("is " + current.state());
  }

  /** Whether somebody still sees to this target, or will as soon as it is started. */
  public boolean isAlive() {
    return thread.getState() == Thread.State.NEW || thread.isAlive();
  }

  /**
   * Lets calls in flight end, commits what is finished and closes. Blocks for at most the target's
   * time-out plus six seconds.
   */
  public void stop() {
    stop(membershipAfterStop());
  }

  /** Stops, so that another runner can take up the same target, changed. */
  public void giveWay() {
    stop();
    meters.unwatch();
  }

  /** Stops a target that is no longer configured: leaves its group and takes its meters away. */
  public void stopForGood() {
    stop(GroupMembershipOperation.LEAVE_GROUP);
    meters.remove();
  }

  private void stop(GroupMembershipOperation membership) {
    stopping.countDown();
    TargetRun current = run;
    if (current == null) {
      thread.interrupt();
    } else {
      if (!current.drain(config.timeout().plusSeconds(1))) {
        LOG.atWarn()
            .addKeyValue("target", config.name())
            .log("stopped before every call had ended; those may be repeated");
      }
      current.close(membership);
    }
    target.close();
  }

  private void keepGoing() {
    Duration pause = FIRST_PAUSE;
    while (stopping.getCount() > 0) {
      long began = System.nanoTime();
      try {
        runOnce();
      } catch (NotReadyException e) {
        report(e.problem(), null);
      } catch (KafkaException e) {
        report("cannot work with Kafka: " + e, null);
      } catch (RuntimeException e) {
        report("stopped on an unexpected error: " + e, e);
      } catch (InterruptedException e) {
        return;
      }
      if (System.nanoTime() - began > RECOVERED.toNanos()) {
        pause = FIRST_PAUSE;
      }
      if (isStoppedWithin(pause)) {
        return;
      }
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private void runOnce() throws InterruptedException {
    TargetRun next = prepare();
    run = next;
    next.flow().dispatcher().pause(paused);
    if (stopping.getCount() == 0) {
      next.close(GroupMembershipOperation.REMAIN_IN_GROUP);
      return;
    }
    next.start();
    Duration setBack =
        new ClockWatch(shared.clock(), System::nanoTime).awaitEndOf(next::awaitEnd, CLOCK_LOOK);
    if (stopping.getCount() > 0) {
      if (!setBack.isZero()) {
        next.settle(config.timeout().plusSeconds(1));
      }
      next.close(membershipAfterStop());
      run = null;
      report(
          setBack.isZero()
              ? "stopped on an error and starts again: " + next.error()
              : "starts again, since the clock was set back by %d s".formatted(setBack.toSeconds()),
          next.error());
    }
  }

  private TargetRun prepare() {
    RecordLimits limits;
    List<Duration> leftovers;
    String group = app.applicationId(config);
    try (Admin admin = Admin.create(adminProperties())) {
      limits = shared.topics().ensure(admin, config.name(), config.retry().delays());
      leftovers = shared.topics().leftovers(admin, config, group, configuredNames());
      ControlTopic control = new ControlTopic(app.topics().control(), app.kafka());
      paused = control.isPaused(config.name());
      new StartOffsets(admin, control, shared.clock())
          .ensure(group, config.name(), app.topics().deployments(), config.startFrom(), startOver);
    }
    TargetHealth health =
        new TargetHealth(
            config.concurrency(), RandomGenerator.getDefault(), new StateLog(config.name().text()));
    Dispatcher dispatcher =
        new Dispatcher(
            target, health, Pace.of(config.rate()), listener, shared.clock(), System::nanoTime);
    EndLog ends = config.receipts() ? shared.receipts().of(config.name()) : EndLog.NONE;
    TargetFlow flow = new TargetFlow(dispatcher, ends, listener);
    TargetContext context =
        new TargetContext(
            config.name(),
            target,
            config.retry(),
            leftovers,
            config.ordering() == Ordering.KEY,
            app.topics(),
            null,
            flow,
            shared.reader(),
            limits,
            shared.clock(),
            System::nanoTime);
    KafkaStreams streams =
        new KafkaStreams(
            DeliveryTopology.of(context),
            StreamsSettings.of(group, config.name(), app.instanceId(), app.kafka(), limits),
            new WatermarkClients(flow, settleBound()));
    return new TargetRun(streams, flow);
  }

  private Set<String> configuredNames() {
    return app.targets().stream().map(target -> target.name().text()).collect(Collectors.toSet());
  }

  private Map<String, Object> adminProperties() {
    Map<String, Object> properties = new HashMap<>(app.kafka());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ADMIN_BOUND.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ADMIN_BOUND.toMillis() / 3);
    return properties;
  }

  private Duration settleBound() {
    Duration bound = config.timeout().plusSeconds(1);
    return bound.compareTo(LONGEST_SETTLING) > 0 ? LONGEST_SETTLING : bound;
  }

  /** With a stable name it is back in a moment; without one nobody comes back under this name. */
  private GroupMembershipOperation membershipAfterStop() {
    return app.instanceId() == null
        ? GroupMembershipOperation.LEAVE_GROUP
        : GroupMembershipOperation.REMAIN_IN_GROUP;
  }

  /** Keeps the problem for the health check, and logs it when it is a new one. */
  private void report(String message, @Nullable Throwable error) {
    if (!message.equals(problem)) {
      LOG.atWarn()
          // Its message says it all, and what to do stands in the next line.
          .setCause(error instanceof MissingSourceTopicException ? null : error)
          .addKeyValue("target", config.name())
          .log("target '{}': {}", config.name(), message);
    }
    problem = message;
  }

  private boolean isStoppedWithin(Duration pause) {
    try {
      return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
