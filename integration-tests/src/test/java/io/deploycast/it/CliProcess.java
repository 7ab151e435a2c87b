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

  private final Process process;
  private final Path out;
  private final Path err;
  private final long beganNanos = System.nanoTime();

  private CliProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
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
      Path out = Files.createTempFile("deploycast-it-cli", ".out");
      Path err = Files.createTempFile("deploycast-it-cli", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new CliProcess(builder.start(), out, err);
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
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it wrote to standard output so far. */
  String out() {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Result await() {
    try {
      if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the command did not end within " + LONGEST + ": " + err());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
      String text = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
      return new Result(process.exitValue(), text, err(), took);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
