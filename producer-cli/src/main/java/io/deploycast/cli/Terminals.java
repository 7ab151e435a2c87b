package io.deploycast.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is at the other end of a standard stream. */
final class Terminals {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private Terminals() {}

  /**
   * Whether the file descriptor is a terminal; not so where the system does not tell, as Java tells
   * it only of both input and output together.
   */
  static boolean isTerminal(int descriptor) {
    String file = fileOf(descriptor);
    return file.startsWith("/dev/pts/")
        || file.startsWith("/dev/tty")
        || file.equals("/dev/console");
  }

  /**
   * Standard input; nothing when it was closed. Its number then belongs to the first file that the
   * JVM opened for itself, and reading that one from here can end the process.
   */
  static InputStream input() {
    String file = fileOf(0);
    boolean ofTheJvm =
        file.startsWith(System.getProperty("java.home") + File.separator) || file.endsWith(".jsa");
    return ofTheJvm ? InputStream.nullInputStream() : System.in;
  }

  /** The path behind a descriptor; empty where the system does not tell. */
  private static String fileOf(int descriptor) {
    try {
      return Files.readSymbolicLink(DESCRIPTORS.resolve(String.valueOf(descriptor))).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
