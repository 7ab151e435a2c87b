package io.deploycast.app;

import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the delivery service. */
@Command(
    name = "deploycast-app",
    description = "Delivers every deployment to every monitoring tool.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private static final String LOG_FORMAT = "DEPLOYCAST_LOG_FORMAT";

  /** Names of appenders in {@code logback.xml}. */
  private static final List<String> LOG_FORMATS = List.of("text", "json");

  @Spec private CommandSpec spec;

  private Main() {}

  /** Ends with 0, 2 for wrong usage, 78 for a configuration that cannot be used, 1 for the rest. */
  public static void main(String[] args) {
    String format = System.getenv().getOrDefault(LOG_FORMAT, "text");
    if (!LOG_FORMATS.contains(format)) {
      // Before the first logger, which would fall silent.
      System.err.printf("%s must be one of %s, was '%s'%n", LOG_FORMAT, LOG_FORMATS, format);
      System.exit(ConfigFile.EXIT_CONFIG);
    }
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  /** All commands, by a clock. */
  static CommandLine commandLine(InstantSource clock) {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new RunCommand(clock));
    line.addSubcommand(new CheckConfigCommand());
    line.addSubcommand(new PauseCommand.Pause());
    line.addSubcommand(new PauseCommand.Resume());
    line.addSubcommand(new ReplayCommand(clock));
    CommandLine target = new CommandLine(new TargetCommand());
    target.addSubcommand(new RewindTargetCommand(clock));
    target.addSubcommand(new RemoveTargetCommand());
    line.addSubcommand(target);
    line.addSubcommand(new TypesCommand());
    line.addSubcommand(new RenderRequestsCommand(clock));
    line.addSubcommand(new SendEventCommand(clock));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is required: run, check-config, pause, resume, replay, target, types, render or"
            + " send");
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"deploycast " + number()};
    }

    static String number() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }
  }
}
