package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.replay.CannotReplayException;
import io.deploycast.app.replay.TargetRemains;
import io.deploycast.schema.topic.TargetName;
import java.io.PrintWriter;
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

/** Removes what the cluster keeps of a target that is no longer configured. */
@Command(
    name = "remove",
    description = {
      "Removes topics and groups of a target that is no longer configured, with the events that"
          + " wait in them; its dead letters and receipts stay. Shows what would go unless --yes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RemoveTargetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigFile file;

  @Parameters(paramLabel = "TARGET", description = "Name of a target that is not configured.")
  private String target;

  @Option(names = "--yes", description = "Do it.")
  private boolean yes;

  @Override
  public Integer call() {
    TargetName name = name();
    Optional<AppConfig> config = file.load(spec.commandLine().getErr());
    if (config.isEmpty()) {
      return ConfigFile.EXIT_CONFIG;
    }
    if (config.get().targets().stream().anyMatch(it -> it.name().equals(name))) {
      throw new ParameterException(
          spec.commandLine(),
          "TARGET must not be configured, '%s' is; take it out of the configuration first"
              .formatted(name));
    }
    try {
      remove(config.get(), name);
      return 0;
    } catch (CannotReplayException e) {
      spec.commandLine().getErr().println(e.getMessage());
    } catch (KafkaException e) {
      spec.commandLine().getErr().println("the brokers answered: " + e);
    }
    return 1;
  }

  private void remove(AppConfig config, TargetName name) {
    PrintWriter out = spec.commandLine().getOut();
    try (TargetRemains remains = new TargetRemains(config, name)) {
      TargetRemains.Found found = remains.find();
      if (found.isEmpty()) {
        out.printf("nothing is left of '%s'%n", name);
        return;
      }
      found
          .topics()
          .forEach((topic, left) -> out.printf("  topic %s: %d events wait%n", topic, left));
      found.groups().forEach(group -> out.println("  group " + group));
      if (found.deadLetters() > 0) {
        out.printf("  %d dead letters, which stay%n", found.deadLetters());
      }
      if (yes) {
        remains.remove(found);
        out.printf("removed '%s'%n", name);
      } else {
        out.println("nothing has changed, --yes removes it");
      }
    } finally {
      out.flush();
    }
  }

  private TargetName name() {
    try {
      return new TargetName(target);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
