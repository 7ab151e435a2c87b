package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads a configuration and says what is wrong with it. */
@Command(
    name = "check-config",
    description = "Checks a configuration without connecting to anything.",
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigFile file;

  @Override
  public Integer call() {
    Optional<AppConfig> config = file.load(spec.commandLine().getErr());
    if (config.isEmpty()) {
      return ConfigFile.EXIT_CONFIG;
    }
    int targets = config.get().targets().size();
    spec.commandLine().getOut().printf("the configuration is fine: %d targets%n", targets);
    return 0;
  }
}
