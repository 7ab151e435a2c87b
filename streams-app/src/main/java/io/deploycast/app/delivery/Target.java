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
   * Makes one attempt: an HTTP exchange a step, and one more to look the event up when it may be
   * there already; over within the target's time-out.
   *
   * @param progress its number, the steps that an earlier attempt has done and this one leaves out,
   *     and whether the target may have the event already
   * @param done called exactly once, on any thread, also the caller's; must not block
   */
  void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done);

  /** Over which connections its requests went so far. */
  default ConnectionTally connections() {
    return ConnectionTally.NONE;
  }

  /** Frees connections and threads; calls still in flight end as retriable. */
  @Override
  void close();
}
