package io.deploycast.cli.command;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** Says how far things are when the process is told to end in the middle of them. */
final class Interruption {
  private Interruption() {}

  /** Does the work; meanwhile an end of the process is met with how things stand. */
  static <T> T told(PrintWriter err, Supplier<String> standing, Supplier<T> work) {
    Thread hook = new Thread(() -> err.printf("deploycast: interrupted; %s%n", standing.get()));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook says why.
    }
  }
}
