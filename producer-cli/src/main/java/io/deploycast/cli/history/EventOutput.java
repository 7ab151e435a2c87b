package io.deploycast.cli.history;

/** Where chosen events go, one after the other. */
interface EventOutput {
  /** Before the first. */
  default void begin() {}

  void event(LoggedEvent event);

  /** No more are at hand for the moment: what is written should be seen. */
  default void pause() {}

  /** After the last. */
  default void end() {}
}
