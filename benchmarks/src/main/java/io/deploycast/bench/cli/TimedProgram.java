package io.deploycast.bench.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A command that is run again and again, its whole process timed. */
final class TimedProgram {
  private final String name;
  private final List<String> command;
  private final String input;
  private final List<Long> nanos = new ArrayList<>();

  TimedProgram(String name, List<String> command, String input) {
    this.name = name;
    this.command = List.copyOf(command);
    this.input = input;
  }

  String name() {
    return name;
  }

  /** Runs it once and keeps the time. */
  void run() throws IOException, InterruptedException {
    nanos.add(timed().toNanos());
  }

  /** Runs it once to no account, as the first start also reads the files from disk. */
  void warmUp() throws IOException, InterruptedException {
    var unused = timed();
  }

  double medianMillis() {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    int half = sorted.size() / 2;
    long median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return median / 1e6;
  }

  private Duration timed() throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    int exitCode = process.waitFor();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (exitCode != 0) {
      throw new IllegalStateException(
          "'%s' must end with 0, ended with %d".formatted(name, exitCode));
    }
    return took;
  }
}
