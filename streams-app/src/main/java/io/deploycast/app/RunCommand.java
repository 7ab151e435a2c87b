package io.deploycast.app;

import io.deploycast.app.admin.HealthServer;
import io.deploycast.app.config.AppConfig;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
    Service service;
    try {
      service = new Service(config.get(), file.types(), file::readAgain, clock, startOver);
    } catch (HealthServer.PortTakenException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ConfigFile.EXIT_CONFIG;
    }
    service.start();
    Hangup.on(service::reload);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "deploycast-stop"));
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
}
