package io.deploycast.cli;

import io.deploycast.cli.command.DeploycastCommand;
import io.deploycast.cli.context.ContextFile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The context that a command line is run in; found before the command line is read. */
final class ChosenContext {
  private ChosenContext() {}

  /**
   * Option name without dashes → value.
   *
   * @throws FailedException when there is no such context, or it is not fit to be used
   */
  static Map<String, String> values(String[] arguments, Surroundings surroundings) {
    String name = name(arguments, surroundings.environment());
    Optional<ContextFile> file = ContextFile.of(surroundings.environment());
    if (name != null && file.isEmpty()) {
      throw new FailedException(
          ExitCode.USAGE, "--context needs a home folder: HOME or XDG_CONFIG_HOME must be set");
    }
    return file.filter(it -> name != null || it.exists())
        .map(it -> it.context(name, options(surroundings)))
        .orElse(Map.of());
  }

  private static @Nullable String name(String[] arguments, Map<String, String> environment) {
    String option = DeploycastCommand.CONTEXT;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals(option) && i + 1 < arguments.length) {
        return arguments[i + 1];
      }
      if (arguments[i].startsWith(option + "=")) {
        return arguments[i].substring(option.length() + 1);
      }
    }
    String variable = environment.get(EnvironmentDefaults.variableOf(option));
    return variable == null || variable.isEmpty() ? null : variable;
  }

  /** The names of all options of all commands. */
  private static Set<String> options(Surroundings surroundings) {
    Set<String> names = new TreeSet<>();
    collect(DeploycastCommand.line(surroundings), names);
    return names;
  }

  private static void collect(CommandLine line, Set<String> names) {
    for (OptionSpec option : line.getCommandSpec().options()) {
      names.add(EnvironmentDefaults.bare(option.longestName()));
    }
    line.getSubcommands().values().forEach(each -> collect(each, names));
  }
}
