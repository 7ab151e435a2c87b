package io.deploycast.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line as a process of its own, from the jar that CI runs. */
final class CliProcess {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String OUT = "out";
  private static final String ERR = "err";

  private final Process process;
  private final TempFolder folder;
  private final long beganNanos = System.nanoTime();

  private CliProcess(Process process, TempFolder folder) {
    this.process = process;
    this.folder = folder;
  }

  /** What a run came to. */
  record Result(int exitCode, String out, String err, Duration took) {}

  static CliProcess start(Map<String, String> environment, String... arguments) {
    return start(environment, command(arguments));
  }

  /** The whole command, as one may give it to a shell. */
  static List<String> command(String... arguments) {
    return command(SharedClasses.ofCommandLine(), arguments);
  }

  /** The same under these options of the JVM. */
  static List<String> command(List<String> jvmOptions, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", System.getProperty("deploycast.cli.jar")));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A program that runs the command line in its turn. */
  static CliProcess start(Map<String, String> environment, List<String> command) {
    try {
      TempFolder folder = TempFolder.of("cli");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(folder.resolve(OUT).toFile())
              .redirectError(folder.resolve(ERR).toFile());
      builder.environment().putAll(environment);
      return new CliProcess(builder.start(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Result run(String... arguments) {
    return start(Map.of(), arguments).await();
  }

  Process process() {
    return process;
  }

  /** What it wrote to standard error so far. */
  String err() {
    return written(ERR);
  }

  /** What it wrote to standard output so far. */
  String out() {
    return written(OUT);
  }

  private String written(String file) {
    try {
      return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end; from then on the result alone has what it wrote. */
  Result await() {
    try (folder) {
      if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the command did not end within " + LONGEST + ": " + err());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
      return new Result(process.exitValue(), written(OUT), written(ERR), took);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
