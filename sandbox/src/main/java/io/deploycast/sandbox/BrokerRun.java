package io.deploycast.sandbox;

import java.io.IOException;

/** How the broker of a {@link LocalKafka} runs. Not thread-safe; {@code LocalKafka} locks. */
sealed interface BrokerRun permits InProcessBroker, ProcessBroker {

  /** Begins to start; may return before the broker serves clients. */
  void start() throws IOException;

  /** Ends cleanly and waits for it; does nothing when not running. */
  void stop();

  /** Ends as by kill -9, and waits until the process is gone. */
  void kill();

  boolean running();

  long pid();

  /** What to read when the broker does not come up. */
  String diagnosis();
}
