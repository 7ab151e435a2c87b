package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.topology.ControlTopic;
import io.deploycast.schema.topic.TargetName;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a target on every instance, or lets it go on. */
abstract class PauseCommand implements Callable<Integer> {
  /** Its events wait in the log. */
  @Command(
      name = "pause",
      description = "Stops the deliveries to a target on every instance; its events wait.",
      mixinStandardHelpOptions = true)
  static final class Pause extends PauseCommand {
    Pause() {
      super(true);
    }
  }

  /** What has piled up goes out slowly at first. */
  @Command(
      name = "resume",
      description = "Lets a target that was paused go on.",
      mixinStandardHelpOptions = true)
  static final class Resume extends PauseCommand {
    Resume() {
      super(false);
    }
  }

  private final boolean paused;

  @Spec private CommandSpec spec;
  @Mixin private ConfigFile file;

  @Parameters(paramLabel = "TARGET", description = "Name of a configured target.")
  private String target;

  private PauseCommand(boolean paused) {
    this.paused = paused;
  }

  @Override
  public Integer call() {
    Optional<AppConfig> config = file.load(spec.commandLine().getErr());
    if (config.isEmpty()) {
      return ConfigFile.EXIT_CONFIG;
    }
    TargetName name = OneTarget.find(config.get(), "TARGET", target, spec).name();
    try {
      new ControlTopic(config.get().topics().control(), config.get().kafka()).pause(name, paused);
    } catch (KafkaException e) {
      spec.commandLine().getErr().println("nothing has changed, the brokers answered: " + e);
      return 1;
    }
    spec.commandLine().getOut().printf("%s is %s%n", name, paused ? "paused" : "resumed");
    return 0;
  }
}
