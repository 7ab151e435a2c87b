package io.deploycast.app;

import io.deploycast.app.admin.Component;
import io.deploycast.app.admin.HealthServer;
import io.deploycast.app.admin.api.ServedTarget;
import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.ReloadResult;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.receipt.ReceiptLog;
import io.deploycast.app.target.TargetFactory;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.app.topology.EndOffsets;
import io.deploycast.app.topology.SharedParts;
import io.deploycast.app.topology.TargetPauses;
import io.deploycast.app.topology.TargetRunner;
import io.deploycast.app.tracing.Tracing;
import io.deploycast.schema.registry.SchemaLookups;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of a running service, wired. Started and closed once each, by {@code RunCommand}. */
final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final AppConfig config;
  private final TargetTypes types;
  private final Set<String> startOver;
  private final ReceiptLog receipts;
  private final Tracing tracing;
  private final RunningTargets targets;
  private final ConfigReload reload;
  private final EndOffsets ends;
  private final TargetPauses pauses;
  private final @Nullable SchemaLookups schemas;
  private final HealthServer health;
  private final Optional<AdminParts> admin;

  /**
   * A service that listens for health checks, and does nothing else until it is started.
   *
   * @param source reads the configuration again
   * @param startOver names of targets that may begin at their startFrom again
   * @throws HealthServer.PortTakenException when it cannot listen
   */
  Service(
      AppConfig config,
      TargetTypes types,
      Supplier<ConfigRead> source,
      InstantSource clock,
      Set<String> startOver) {
    this.config = config;
    this.types = types;
    this.startOver = Set.copyOf(startOver);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    receipts = new ReceiptLog(config.topics().receipts(), config.kafka());
    AddressRules addresses = new AddressRules(config.privateAddresses());
    SharedParts shared = SharedParts.of(config, receipts, meters, clock);
    schemas = shared.schemas();
    Gauge.builder("deploycast.log.retention.seconds", shared.topics()::logRetentionSeconds)
        .description("How long the log keeps an event")
        .register(meters);
    tracing = Tracing.of(System.getenv(), clock);
    targets =
        new RunningTargets(
            shared, new TargetFactory(types, clock, addresses, Main.Version.number()), tracing);
    ends = new EndOffsets(config.kafka(), this::partitions, clock);
    pauses = new TargetPauses(config.topics().control(), config.kafka(), new Orders());
    reload =
        new ConfigReload(
            config, source, (next, now) -> targets.apply(next, now, ends, Set.of()), meters);
    health =
        new HealthServer(
            config.health().host(), config.health().port(), this::components, meters::scrape);
    admin = config.admin().enabled() ? Optional.of(admin(config, clock)) : Optional.empty();
  }

  void start() {
    ends.start();
    pauses.start();
    targets.apply(config, types, ends, startOver);
    admin.ifPresent(AdminParts::start);
    LOG.atInfo()
        .addKeyValue("targets", config.targets().size())
        .addKeyValue("healthPort", health.port())
        .addKeyValue("adminPort", admin.map(AdminParts::port).orElse(-1))
        .log("started");
  }

  /**
   * Reads the configuration again, and adds, changes or removes targets as it says; the others do
   * not notice. Blocks as long as the slowest target that is changed or removed takes to stop.
   */
  ReloadResult reload() {
    return reload.run();
  }

  /** Lets calls in flight end and commits what is finished; as long as the slowest target. */
  @Override
  public void close() {
    targets.stop();
    admin.ifPresent(AdminParts::close);
    pauses.close();
    ends.close();
    receipts.close();
    tracing.close();
    health.close();
    LOG.atInfo().log("stopped");
  }

  private AdminParts admin(AppConfig config, InstantSource clock) {
    try {
      return new AdminParts(config, this::served, this::reload, clock);
    } catch (HealthServer.PortTakenException e) {
      health.close();
      throw e;
    }
  }

  private List<ServedTarget> served() {
    return targets.runners().stream()
        .map(
            runner ->
                new ServedTarget(
                    runner.config(), () -> runner.view(ends), runner.activity(), runner::problem))
        .toList();
  }

  /** Passes on what a person wants of a target. */
  private final class Orders implements TargetPauses.Listener {
    @Override
    public void paused(String target, boolean paused) {
      targets.find(target).ifPresent(runner -> runner.pause(paused));
    }

    @Override
    public void probe(String target) {
      targets.find(target).ifPresent(TargetRunner::probe);
    }
  }

  private List<TopicPartition> partitions() {
    return targets.runners().stream().flatMap(runner -> runner.partitions().stream()).toList();
  }

  private List<Component> components() {
    List<Component> components = new ArrayList<>();
    if (!targets.isApplied()) {
      components.add(alwaysAlive("targets", () -> Optional.of("are starting")));
    }
    targets
        .runners()
        .forEach(
            runner ->
                components.add(new Component(runner.name(), runner::isAlive, runner::problem)));
    components.add(alwaysAlive("kafka", ends::problem));
    components.add(alwaysAlive("receipts", receipts::problem));
    if (schemas != null) {
      components.add(alwaysAlive("schemaRegistry", schemas::problem));
    }
    return components;
  }

  private static Component alwaysAlive(String name, Supplier<Optional<String>> problem) {
    return new Component(name, () -> true, problem);
  }
}
