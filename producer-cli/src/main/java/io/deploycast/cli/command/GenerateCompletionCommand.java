package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in a shell.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  source <(deploycast completion bash)",
      "  source <(deploycast completion zsh)",
      "  deploycast completion fish | source"
    })
final class GenerateCompletionCommand implements Callable<Integer> {
  private static final String PROGRAM = "deploycast";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  /** Those that are known. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    CommandLine all = DeploycastCommand.line(surroundings);
    return PublishDeploymentCommand.print(
        surroundings,
        switch (shell) {
          // picocli's script for bash is one for zsh, too: it loads zsh's bashcompinit there.
          case BASH, ZSH -> AutoComplete.bash(PROGRAM, all);
          case FISH -> fish(all);
        });
  }

  private static String fish(CommandLine all) {
    StringBuilder script = new StringBuilder("complete -c " + PROGRAM + " -f\n");
    addTo(script, all, List.of());
    return script.toString();
  }

  private static void addTo(StringBuilder script, CommandLine line, List<String> path) {
    List<String> names = List.copyOf(line.getSubcommands().keySet());
    String here =
        path.isEmpty()
            ? "__fish_use_subcommand"
            : "__fish_seen_subcommand_from " + path.get(path.size() - 1);
    String open =
        names.isEmpty() || path.isEmpty()
            ? here
            : here + "; and not __fish_seen_subcommand_from " + String.join(" ", names);
    line.getSubcommands()
        .forEach(
            (name, command) ->
                add(script, open, "-a " + name, firstLine(command.getCommandSpec())));
    for (OptionSpec option : line.getCommandSpec().options()) {
      String value = option.arity().max() > 0 ? " -r" : "";
      add(
          script,
          open,
          "-l " + option.longestName().substring(2) + value,
          option.description().length == 0 ? "" : option.description()[0]);
    }
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              List<String> below = new ArrayList<>(path);
              below.add(name);
              addTo(script, command, below);
            });
  }

  private static void add(StringBuilder script, String when, String what, String description) {
    script.append("complete -c ").append(PROGRAM).append(" -n ").append(quoted(when));
    script.append(' ').append(what).append(" -d ").append(quoted(description)).append('\n');
  }

  private static String firstLine(CommandSpec command) {
    String[] description = command.usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
