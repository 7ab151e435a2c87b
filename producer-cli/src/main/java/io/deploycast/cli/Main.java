package io.deploycast.cli;

import io.deploycast.cli.command.DeploycastCommand;
import io.deploycast.cli.kafka.KafkaFailures;
import io.deploycast.cli.kafka.RegistryProperties;
import io.deploycast.cli.output.Utf8Output;
import io.deploycast.schema.InvalidEventException;
import io.deploycast.schema.registry.RegistryException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Reads the command line, runs a command, and ends with an {@link ExitCode}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(runAsProcess(args));
  }

  /** What {@link #main} does, but for the end of the process. */
  public static int runAsProcess(String[] args) {
    HeadStart.begin(args);
    // Kafka's clients log what the exit code and one line already say.
    boolean verbose = List.of(args).contains("--verbose");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "off");
    Surroundings surroundings =
        new Surroundings(
            RawTexts.environment(System.getenv()),
            InstantSource.system(),
            ZoneId.systemDefault(),
            System.nanoTime() - age().toNanos(),
            new Surroundings.Input(Terminals.input(), Terminals.isTerminal(0)),
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            Terminals.isTerminal(2));
    return run(RawTexts.arguments(args), surroundings);
  }

  /** Everything but the end of the process. */
  public static int run(String[] args, Surroundings surroundings) {
    int code;
    try {
      CommandLine line = DeploycastCommand.line(surroundings, args);
      line.setOut(surroundings.out());
      line.setErr(surroundings.err());
      line.setDefaultValueProvider(
          new EnvironmentDefaults(
              surroundings.environment(), ChosenContext.values(args, surroundings)));
      line.setCaseInsensitiveEnumValuesAllowed(true);
      line.setExecutionExceptionHandler(Main::explain);
      code = line.execute(args);
    } catch (FailedException e) {
      surroundings.err().println("deploycast: " + e.getMessage());
      code = e.exitCode().code();
    }
    surroundings.out().flush();
    surroundings.err().flush();
    return code;
  }

  /** The one place where exceptions become words and exit codes. */
  private static int explain(Exception error, CommandLine command, ParseResult parsed) {
    FailedException failed = failureOf(error);
    OptionSpec option = command.getCommandSpec().findOption("--best-effort");
    boolean bestEffort = option != null && Boolean.TRUE.equals(option.getValue());
    String prefix = bestEffort ? "warning: " : "";
    command.getErr().println("deploycast: " + prefix + failed.getMessage());
    return bestEffort && failed.exitCode() != ExitCode.USAGE
        ? ExitCode.ACKNOWLEDGED.code()
        : failed.exitCode().code();
  }

  private static FailedException failureOf(Exception error) {
    if (error instanceof FailedException failed) {
      return failed;
    }
    if (error instanceof InvalidEventException invalid) {
      return new FailedException(ExitCode.INVALID, "invalid event: " + invalid.violation());
    }
    if (error instanceof KafkaException kafka) {
      return KafkaFailures.failureOf(kafka);
    }
    if (error instanceof RegistryException registry) {
      return RegistryProperties.failureOf(registry);
    }
    return new FailedException(ExitCode.INTERNAL, "unexpected error: " + error);
  }

  /** How long the JVM took to get here, which is part of the time a user gave. */
  private static Duration age() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new Utf8Output(new FileOutputStream(descriptor));
  }
}
