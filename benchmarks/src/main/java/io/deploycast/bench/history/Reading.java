package io.deploycast.bench.history;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/**
 * A program that wrote lines to a pipe.
 *
 * @param seconds its whole process took
 */
record Reading(double seconds) {
  private static final int BUFFER = 1 << 16;

  /**
   * Runs it to its end.
   *
   * @throws IllegalStateException when it fails, or writes another number of lines
   */
  static Reading of(List<String> command, long expected) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    long lines = lines(process.getInputStream());
    int exitCode = process.waitFor();
    if (exitCode != 0 || lines != expected) {
      throw new IllegalStateException(
          "%s must end with 0 and %d lines, ended with %d and %d"
              .formatted(command, expected, exitCode, lines));
    }
    return new Reading((System.nanoTime() - began) / 1e9);
  }

  private static long lines(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long lines = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      for (int i = 0; i < read; i++) {
        lines += buffer[i] == '\n' ? 1 : 0;
      }
    }
    return lines;
  }
}
