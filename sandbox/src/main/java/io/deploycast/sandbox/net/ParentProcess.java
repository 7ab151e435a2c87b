package io.deploycast.sandbox.net;

import java.util.Optional;

/**
 * Ties the life of a server process to the process that started it, so that a test run that was
 * killed leaves no server behind. Called by the sandbox's main classes.
 */
public final class ParentProcess {
  private ParentProcess() {}

  /** Runs the action, on another thread, once the parent of this process is gone. */
  public static void whenGone(Runnable action) {
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    Thread watch =
        new Thread(
            () -> {
              parent.ifPresent(process -> process.onExit().join());
              action.run();
            },
            "watch-parent");
    watch.setDaemon(true);
    watch.start();
  }
}
