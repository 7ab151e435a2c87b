package io.deploycast.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What standard output is connected to. */
public final class StandardOutput {
  private static final Path DESCRIPTOR = Path.of("/dev/fd/1");

  /** File types of POSIX's {@code st_mode}: the mask, a pipe, a socket. */
  private static final int TYPE = 0170000;

  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private StandardOutput() {}

  /**
   * Whether it is a pipe: when writing to one fails, whoever read it has had enough, as {@code
   * head} has, and that is no error.
   */
  public static boolean isPipe() {
    try {
      int type = (Integer) Files.getAttribute(DESCRIPTOR, "unix:mode") & TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
