package io.deploycast.app;

import io.deploycast.app.admin.Component;
import io.deploycast.app.admin.HealthServer;
import io.deploycast.app.admin.api.ServedTarget;
import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.receipt.ReceiptLog;
import io.deploycast.app.target.TargetFactory;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.app.topology.EndOffsets;
import io.deploycast.app.topology.SharedParts;
import io.deploycast.app.topology.TargetPauses;
import io.deploycast.app.topology.TargetRunner;
import io.deploycast.schema.registry.SchemaLookups;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of a running service, wired. Started and closed once each, by {@code RunCommand}. */
final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final List<TargetRunner> runners = new ArrayList<>();
  private final ReceiptLog receipts;
  private final EndOffsets ends;
  private final TargetPauses pauses;
  private final @Nullable SchemaLookups schemas;
  private final HealthServer health;
  private final Optional<AdminParts> admin;

  /**
   * A service that listens for health checks, and does nothing else until it is started.
   *
   * @param startOver names of targets that may begin at their startFrom again
   * @throws HealthServer.PortTakenException when it cannot listen
   */
  Service(AppConfig config, TargetTypes types, InstantSource clock, Set<String> startOver) {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    receipts = new ReceiptLog(config.topics().receipts(), config.kafka());
    SharedParts shared = SharedParts.of(config, receipts, meters, clock);
    schemas = shared.schemas();
    TargetFactory targets =
        new TargetFactory(
            types, clock, new AddressRules(config.privateAddresses()), Main.Version.number());
    for (TargetConfig target : config.targets()) {
      boolean again = startOver.contains(target.name().text());
      runners.add(new TargetRunner(config, target, targets.create(target), shared, again));
    }
    ends =
        new EndOffsets(
            config.kafka(),
            () -> runners.stream().flatMap(runner -> runner.partitions().stream()).toList(),
            clock);
    pauses = new TargetPauses(config.topics().control(), config.kafka(), new Orders());
    runners.forEach(runner -> runner.watch(ends));
    health =
        new HealthServer(
            config.health().host(), config.health().port(), components(), meters::scrape);
    admin = config.admin().enabled() ? Optional.of(admin(config, clock)) : Optional.empty();
  }

  void start() {
    ends.start();
    pauses.start();
    runners.forEach(TargetRunner::start);
    admin.ifPresent(AdminParts::start);
    LOG.atInfo()
        .addKeyValue("targets", runners.size())
        .addKeyValue("healthPort", health.port())
        .addKeyValue("adminPort", admin.map(AdminParts::port).orElse(-1))
        .log("started");
  }

  /** Lets calls in flight end and commits what is finished; as long as the slowest target. */
  @Override
  public void close() {
    List<Thread> stops = runners.stream().map(runner -> new Thread(runner::stop)).toList();
    stops.forEach(Thread::start);
    try {
      for (Thread stop : stops) {
        stop.join();
      }
    } catch (InterruptedException e) {
      return;
    }
    admin.ifPresent(AdminParts::close);
    pauses.close();
    ends.close();
    receipts.close();
    health.close();
    LOG.atInfo().log("stopped");
  }

  private AdminParts admin(AppConfig config, InstantSource clock) {
    try {
      return new AdminParts(config, this::served, clock);
    } catch (HealthServer.PortTakenException e) {
      health.close();
      throw e;
    }
  }

  private List<ServedTarget> served() {
    return runners.stream()
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
      of(target).forEach(runner -> runner.pause(paused));
    }

    @Override
    public void probe(String target) {
      of(target).forEach(TargetRunner::probe);
    }

    private List<TargetRunner> of(String target) {
      return runners.stream().filter(runner -> runner.name().equals(target)).toList();
    }
  }

  private List<Component> components() {
    List<Component> components = new ArrayList<>();
    runners.forEach(
        runner -> components.add(new Component(runner.name(), runner::isAlive, runner::problem)));
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
