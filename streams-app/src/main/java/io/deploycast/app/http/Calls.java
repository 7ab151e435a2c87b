package io.deploycast.app.http;

import java.time.Duration;
import java.util.function.Consumer;

/** Sends calls to one target. Thread-safe; never blocks its caller. */
public interface Calls extends AutoCloseable {
  /**
   * Sends the call.
   *
   * @param timeout for all of it, from now to the last byte of the answer
   * @param done called exactly once, on any thread
   */
  void send(HttpCall call, Duration timeout, Consumer<Answer> done);

  /** Over which connections requests went so far. */
  ConnectionCounts connections();

  /** Ends what is in flight and frees connections and threads. */
  @Override
  void close();
}
