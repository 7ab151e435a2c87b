package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.StartFrom;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.replay.CannotReplayException;
import io.deploycast.app.replay.Rewind;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a target's own group read the log from another place on. */
@Command(
    name = "rewind",
    description = {
      "Moves a target's group to another time, so that it reads everything from there on again."
          + " No instance of the service may run meanwhile; shows what would change unless --yes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RewindTargetCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec;
  @Mixin private ConfigFile file;

  @Parameters(paramLabel = "TARGET", description = "Name of a configured target.")
  private String target;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TIME",
      description = "30d, an instant such as 2026-01-31T00:00:00Z, earliest or latest.")
  private String to;

  @Option(names = "--yes", description = "Do it.")
  private boolean yes;

  RewindTargetCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    StartFrom time = time();
    Optional<AppConfig> config = file.load(spec.commandLine().getErr());
    if (config.isEmpty()) {
      return ConfigFile.EXIT_CONFIG;
    }
    TargetConfig chosen = OneTarget.find(config.get(), "TARGET", target, spec);
    try {
      rewind(config.get(), chosen, time);
      return 0;
    } catch (CannotReplayException e) {
      spec.commandLine().getErr().println(e.getMessage());
    } catch (KafkaException e) {
      spec.commandLine().getErr().println("the brokers answered: " + e);
    }
    return 1;
  }

  private void rewind(AppConfig config, TargetConfig chosen, StartFrom time) {
    PrintWriter out = spec.commandLine().getOut();
    try (Rewind rewind = new Rewind(config, chosen, clock)) {
      Rewind.Plan plan = rewind.plan(time);
      plan.moves().forEach(move -> out.println("  " + move));
      if (yes) {
        rewind.carryOut(plan);
        out.printf("moved '%s': it reads %d records again%n", target, plan.again());
      } else {
        out.printf(
            "'%s' would read %d records again; nothing has changed, --yes does it%n",
            target, plan.again());
      }
    }
    out.flush();
  }

  private StartFrom time() {
    try {
      return StartFrom.parse(to);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--to " + e.getMessage(), e);
    }
  }
}
