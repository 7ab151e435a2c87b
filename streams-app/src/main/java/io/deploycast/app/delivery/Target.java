package io.deploycast.app.delivery;

import io.deploycast.schema.ReceivedEvent;
import java.util.function.Consumer;

/**
 * A configured destination, as the engine sees it. Implementations are thread-safe and never block
 * the caller.
 */
public interface Target extends AutoCloseable {
  /** Whether this target wants the event. */
  Wanted wants(ReceivedEvent event);

  /**
   * Makes one attempt: at most one HTTP exchange a step, over within the target's time-out.
   *
   * @param attempt the attempt's number within its delivery, from 1
   * @param done called exactly once, on any thread, also the caller's; must not block
   */
  void attempt(ReceivedEvent event, int attempt, Consumer<Outcome> done);

  /** Frees connections and threads; calls still in flight end as retriable. */
  @Override
  void close();
}
