package io.deploycast.app.delivery;

import io.deploycast.schema.ReceivedEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A configured destination, as the engine sees it. Implementations are thread-safe and never block
 * the caller.
 */
public interface Target extends AutoCloseable {
  /** Whether this target wants the event. */
  Wanted wants(ReceivedEvent event);

  /**
   * Asked right before each attempt: whether the event is too old for this target by now.
   *
   * @return null when it may be attempted, as always unless the target has a limit
   */
  default Outcome.@Nullable Expired expired(ReceivedEvent event) {
    return null;
  }

  /**
   * Makes one attempt: at most one HTTP exchange a step, over within the target's time-out.
   *
   * @param attempt the attempt's number within its delivery, from 1
   * @param stepsDone steps that an earlier attempt has done and this one leaves out
   * @param done called exactly once, on any thread, also the caller's; must not block
   */
  void attempt(ReceivedEvent event, int attempt, int stepsDone, Consumer<Outcome> done);

  /** Frees connections and threads; calls still in flight end as retriable. */
  @Override
  void close();
}
