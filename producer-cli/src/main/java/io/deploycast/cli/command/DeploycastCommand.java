package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself; only groups. */
@Command(
    name = "deploycast",
    description = "Tells every monitoring tool about a deployment, through Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = DeploycastCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PublishDeploymentCommand.class,
      TopicsCommand.class,
      SchemaCommand.class,
      DeadLettersCommand.class
    },
    footer = {
      "",
      "Every option can also be given by an environment variable: --command-config by",
      "DEPLOYCAST_COMMAND_CONFIG. See 'deploycast COMMAND --help'."
    })
public final class DeploycastCommand implements Runnable {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what the Kafka client does to standard error.")
  @SuppressWarnings("UnusedVariable") // Main looks for it before the first logger is made.
  private boolean verbose;

  public DeploycastCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is required: publish, topics, schema or dlq");
  }

  /** What the program got from outside, for a command below. */
  static Surroundings surroundingsOf(CommandSpec spec) {
    CommandLine root = spec.commandLine();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return ((DeploycastCommand) root.getCommand()).surroundings;
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = DeploycastCommand.class.getPackage().getImplementationVersion();
      return new String[] {"deploycast " + (version == null ? "development" : version)};
    }
  }
}
