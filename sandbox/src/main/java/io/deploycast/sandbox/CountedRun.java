package io.deploycast.sandbox;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A program that wrote lines to a pipe, which {@code wc} counted: at the other end, too, is
 * somebody who takes time of the same processors, and that takes least.
 *
 * @param seconds its whole process took
 */
public record CountedRun(double seconds) {
  /**
   * Runs it to its end.
   *
   * @param more variables of its environment
   * @throws IllegalStateException when it fails, or writes another number of lines
   */
  public static CountedRun of(List<String> command, Map<String, String> more, long expected)
      throws IOException, InterruptedException {
    ProcessBuilder program = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    program.environment().putAll(more);
    ProcessBuilder counter = new ProcessBuilder("wc", "-l").redirectError(Redirect.INHERIT);
    long began = System.nanoTime();
    List<Process> pipe = ProcessBuilder.startPipeline(List.of(program, counter));
    int exitCode = pipe.get(0).waitFor();
    byte[] counted = pipe.get(1).getInputStream().readAllBytes();
    double seconds = (System.nanoTime() - began) / 1e9;
    String lines = new String(counted, StandardCharsets.US_ASCII).trim();
    if (exitCode != 0 || !lines.equals(Long.toString(expected))) {
      throw new IllegalStateException(
          "%s must end with 0 and %d lines, ended with %d and %s"
              .formatted(command, expected, exitCode, lines));
    }
    return new CountedRun(seconds);
  }
}
