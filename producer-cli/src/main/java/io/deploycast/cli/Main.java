package io.deploycast.cli;

import io.deploycast.cli.command.DeploycastCommand;
import io.deploycast.cli.output.Utf8Output;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.helpers.NOP_FallbackServiceProvider;
import picocli.CommandLine;

/** Reads the command line, runs a command, and ends with an {@link ExitCode}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(runAsProcess(args));
  }

  /** What {@link #main} does, but for the end of the process. */
  public static int runAsProcess(String[] args) {
    chooseLogger(List.of(args).contains("--verbose"));
    HeadStart.begin(args);
    Surroundings surroundings =
        new Surroundings(
            RawTexts.environment(System.getenv()),
            InstantSource.system(),
            ZoneId::systemDefault,
            System.nanoTime() - age().toNanos(),
            new Surroundings.Input(Terminals.input(), Terminals.isTerminal(0)),
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            Terminals.isTerminal(2));
    return run(RawTexts.arguments(args), surroundings);
  }

  /** None as a rule: Kafka's clients log what the exit code and one line already say. */
  private static void chooseLogger(boolean verbose) {
    if (verbose) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    } else if (System.getProperty("slf4j.provider") == null) {
      // Looking for one would open every jar on the class path, and then tell which it found.
      System.setProperty("slf4j.provider", NOP_FallbackServiceProvider.class.getName());
      System.setProperty("slf4j.internal.verbosity", "WARN");
    }
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
      line.setExecutionExceptionHandler(new Failures());
      code = line.execute(args);
    } catch (FailedException e) {
      surroundings.err().println("deploycast: " + e.getMessage());
      code = e.exitCode().code();
    }
    surroundings.out().flush();
    surroundings.err().flush();
    return code;
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
