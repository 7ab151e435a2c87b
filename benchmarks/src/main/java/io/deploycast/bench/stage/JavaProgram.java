package io.deploycast.bench.stage;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A Java program that runs as a process of its own, its output in a file. */
public final class JavaProgram implements AutoCloseable {
  private static final String JAVA = executable("java");

  /** Long enough for a service that lets its calls end. */
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  /** Of its output, as much as says why it ended. */
  private static final int LAST_LINES = 20;

  private final Process process;
  private final Path log;

  private JavaProgram(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a main class of this program's class path. */
  static JavaProgram ofClass(Path log, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return start(log, ServiceSettings.JVM_OPTIONS, command);
  }

  static JavaProgram start(Path log, List<String> options, List<String> rest) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(options);
    command.addAll(rest);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
      // Not even a benchmark that is interrupted leaves it behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new JavaProgram(process, log);
    } catch (IOException e) {
      throw new IllegalStateException("a process must start: " + command, e);
    }
  }

  /** Where a program of the JDK that runs this one is. */
  static String executable(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /**
   * Says that it still runs.
   *
   * @throws IllegalStateException when it has ended, with the last of its output
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "a program ended with %d:%n%s".formatted(process.exitValue(), lastWords()));
    }
  }

  public ProcessFigures figures() {
    return new ProcessFigures(process.pid());
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM; returns when it has ended. */
  public void terminate() {
    process.destroy();
    awaitEnd();
  }

  @Override
  public void close() {
    kill();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "a program must end within %s:%n%s".formatted(END_LIMIT, lastWords()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.stream()
          .skip(Math.max(0, lines.size() - LAST_LINES))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "its output is in " + log;
    }
  }
}
