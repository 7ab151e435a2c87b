package io.deploycast.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about the event's schema. */
@Command(
    name = "schema",
    description = "Shows the event's schema, and brings it to a schema registry.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ShowSchemaCommand.class, RegisterSchemaCommand.class, CheckSchemaCommand.class})
final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is required: show, register or check");
  }
}
