package io.deploycast.app.delivery;

import io.deploycast.schema.DeadLetterReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt came to. A value, never an exception. */
public sealed interface Outcome {
  /**
   * The same outcome of an attempt that got that far.
   *
   * @param done steps of the target that need not be repeated
   */
  default Outcome afterSteps(int done) {
    return this;
  }

  /**
   * The target has the event.
   *
   * @param status HTTP status of the answer
   */
  record Delivered(int status) implements Outcome {}

  /** The target does not have the event, as far as is known. */
  sealed interface Failed extends Outcome {
    /** What went wrong, in words fit for a header and a log line; never a secret. */
    String error();

    /** HTTP status of the answer, or null when there was no complete one. */
    @Nullable Integer status();

    /** Steps of the target that another attempt need not repeat. */
    default int stepsDone() {
      return 0;
    }

    /**
     * Whether the target may have the event all the same: it was perhaps its answer that failed.
     */
    default boolean inDoubt() {
      return false;
    }
  }

  /**
   * The same attempt may succeed later.
   *
   * @param retryAfter how long the target asks to be left alone, or null
   */
  record Retriable(
      String error,
      @Nullable Integer status,
      Trouble trouble,
      @Nullable Duration retryAfter,
      int stepsDone)
      implements Failed {
    /** A failure of the first step. */
    public Retriable(
        String error, @Nullable Integer status, Trouble trouble, @Nullable Duration retryAfter) {
      this(error, status, trouble, retryAfter, 0);
    }

    /** A failure that says nothing about other events. */
    public Retriable(String error, @Nullable Integer status) {
      this(error, status, Trouble.EVENT, null);
    }

    @Override
    public boolean inDoubt() {
      return trouble == Trouble.OUTAGE;
    }

    @Override
    public Outcome afterSteps(int done) {
      return new Retriable(error, status, trouble, retryAfter, done);
    }
  }

  /** The event is older than the target takes; no attempt was made. */
  record Expired(String error) implements Failed {
    @Override
    public @Nullable Integer status() {
      return null;
    }
  }

  /** The target refuses us, not the event: wrong credentials or a wrong address. */
  record Refused(String error, @Nullable Integer status, int stepsDone) implements Failed {
    /** A refusal of the first step. */
    public Refused(String error, @Nullable Integer status) {
      this(error, status, 0);
    }

    @Override
    public Outcome afterSteps(int done) {
      return new Refused(error, status, done);
    }
  }

  /**
   * No later attempt can succeed.
   *
   * @param reason the reason the dead letter gives
   */
  record Permanent(DeadLetterReason reason, String error, @Nullable Integer status)
      implements Failed {}
}
