package io.deploycast.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about deliveries that ended without success; only groups. */
@Command(
    name = "dlq",
    description = "Lists dead letters, puts them back on the delivery path, or gives them up.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListDeadLettersCommand.class,
      ShowDeadLettersCommand.class,
      RedriveDeadLettersCommand.class,
      DiscardDeadLettersCommand.class
    })
final class DeadLettersCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is required: dlq list, show, redrive or discard");
  }
}
