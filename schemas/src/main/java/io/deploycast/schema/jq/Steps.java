package io.deploycast.schema.jq;

import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of jq's functions during one evaluation and ends it when there are too many.
 *
 * <p>The count hangs on the thread, since the library hands functions nothing that belongs to the
 * evaluation: what jq's own library calls is looked up in the scope where it was defined.
 */
final class Steps {
  /**
   * Calls one evaluation may make: the largest shipped template takes some hundred, an event with
   * thousands of attributes some ten thousand, and a million end within a second.
   */
  static final int MOST = 1_000_000;

  private static final ThreadLocal<@Nullable Steps> CURRENT = new ThreadLocal<>();

  private int left = MOST;

  private Steps() {}

  /** Ends an evaluation. No failure that jq's own {@code try} could catch. */
  static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException() {
      super("takes more than " + MOST + " steps");
    }
  }

  /** A new evaluation on this thread. */
  static void begin() {
    CURRENT.set(new Steps());
  }

  /** The evaluation is over. */
  static void end() {
    CURRENT.remove();
  }

  /** One more step of this thread's evaluation. */
  static void count() {
    Steps steps = CURRENT.get();
    if (steps != null && --steps.left < 0) {
      throw new TooManyException();
    }
  }
}
