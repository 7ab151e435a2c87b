package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    footer = {
      "",
      "Every option can also be given by an environment variable: --command-config by",
      "DEPLOYCAST_COMMAND_CONFIG. See 'deploycast COMMAND --help'."
    })
public final class DeploycastCommand implements Runnable {
  /** The commands in the order of the help; not in the annotation, so that not all are read. */
  private static final List<Map.Entry<String, Class<?>>> COMMANDS =
      List.of(
          Map.entry("publish", PublishDeploymentCommand.class),
          Map.entry("status", ShowStatusCommand.class),
          Map.entry("history", ShowHistoryCommand.class),
          Map.entry("report", ReportDeploymentsCommand.class),
          Map.entry("topics", TopicsCommand.class),
          Map.entry("schema", SchemaCommand.class),
          Map.entry("dlq", DeadLettersCommand.class),
          Map.entry("doctor", DiagnoseInstallationCommand.class),
          Map.entry("completion", GenerateCompletionCommand.class));

  /** The option that names a context. */
  public static final String CONTEXT = "--context";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what the Kafka client does to standard error.")
  @SuppressWarnings("UnusedVariable") // Main looks for it before the first logger is made.
  private boolean verbose;

  @Option(
      names = DeploycastCommand.CONTEXT,
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Settings by that name in ~/.config/deploycast/config.yaml.")
  @SuppressWarnings("UnusedVariable") // Looked for before the options it gives values to are read.
  private @Nullable String context;

  public DeploycastCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The command line with all its commands. */
  public static CommandLine line(Surroundings surroundings) {
    CommandLine line = new CommandLine(new DeploycastCommand(surroundings));
    COMMANDS.forEach(command -> line.addSubcommand(command.getKey(), command.getValue()));
    return line;
  }

  /**
   * The command line for these arguments. Reading the annotations of a command costs more than
   * running one: when the first argument names one, the others are not there at all; else they have
   * only a name and a description, which is all that help shows.
   */
  public static CommandLine line(Surroundings surroundings, String[] arguments) {
    CommandLine line = new CommandLine(new DeploycastCommand(surroundings));
    List<String> given = List.of(arguments);
    for (Map.Entry<String, Class<?>> command : COMMANDS) {
      if (!given.isEmpty() && given.get(0).equals(command.getKey())) {
        return line.addSubcommand(command.getKey(), command.getValue());
      }
    }
    for (Map.Entry<String, Class<?>> command : COMMANDS) {
      boolean needed = given.contains(command.getKey());
      line.addSubcommand(
          command.getKey(), needed ? command.getValue() : unread(command.getValue()));
    }
    return line;
  }

  private static CommandSpec unread(Class<?> type) {
    Command command = type.getAnnotation(Command.class);
    CommandSpec spec = CommandSpec.create().name(command.name());
    spec.usageMessage().description(command.description());
    return spec;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is required; --help lists them");
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
