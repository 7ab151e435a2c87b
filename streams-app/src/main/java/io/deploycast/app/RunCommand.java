package io.deploycast.app;

import io.deploycast.app.admin.Component;
import io.deploycast.app.admin.HealthServer;
import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.target.TargetFactory;
import io.deploycast.app.topology.SharedParts;
import io.deploycast.app.topology.TargetRunner;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the service until SIGTERM or SIGINT. */
@Command(
    name = "run",
    description = "Delivers deployments to the targets of a configuration until it is terminated.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private final InstantSource clock;

  @Spec private CommandSpec spec;
  @Mixin private ConfigFile file;

  @Option(
      names = "--start-over",
      paramLabel = "TARGET",
      description =
          "Let this target begin at its startFrom again if its committed offsets are lost;"
              + " repeatable.")
  private Set<String> startOver = new HashSet<>();

  RunCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<AppConfig> config = file.load(spec.commandLine().getErr());
    if (config.isEmpty()) {
      return ConfigFile.EXIT_CONFIG;
    }
    refuseUnknownTargets(config.get());
    List<TargetRunner> runners = runners(config.get());
    List<Component> components = runners.stream().map(RunCommand::component).toList();
    HealthServer health;
    try {
      health =
          new HealthServer(config.get().health().host(), config.get().health().port(), components);
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println(portProblem(config.get(), e));
      return ConfigFile.EXIT_CONFIG;
    }
    runners.forEach(TargetRunner::start);
    LOG.atInfo()
        .addKeyValue("targets", runners.size())
        .addKeyValue("healthPort", health.port())
        .log("started");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(runners, health), "deploycast-stop"));
    // The hook ends the process; this thread has nothing more to do.
    new CountDownLatch(1).await();
    return 0;
  }

  private void refuseUnknownTargets(AppConfig config) {
    Set<String> unknown = new HashSet<>(startOver);
    config.targets().forEach(target -> unknown.remove(target.name().text()));
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--start-over must name configured targets, was " + unknown);
    }
  }

  private List<TargetRunner> runners(AppConfig config) {
    SharedParts shared = SharedParts.of(config, clock);
    TargetFactory targets =
        new TargetFactory(
            file.types(),
            clock,
            new AddressRules(config.privateAddresses()),
            Main.Version.number());
    List<TargetRunner> runners = new ArrayList<>();
    for (TargetConfig target : config.targets()) {
      boolean again = startOver.contains(target.name().text());
      runners.add(new TargetRunner(config, target, targets.create(target), shared, again));
    }
    return runners;
  }

  private static Component component(TargetRunner runner) {
    return new Component(runner.name(), runner::isAlive, runner::problem);
  }

  private static String portProblem(AppConfig config, RuntimeException e) {
    return "health.port must be free on %s, was %d: %s"
        .formatted(config.health().host(), config.health().port(), e.getMessage());
  }

  /** All at once, since each may take as long as its slowest call. */
  private static void stop(List<TargetRunner> runners, HealthServer health) {
    List<Thread> stops = runners.stream().map(runner -> new Thread(runner::stop)).toList();
    stops.forEach(Thread::start);
    for (Thread stop : stops) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        return;
      }
    }
    health.close();
    LOG.atInfo().log("stopped");
  }
}
