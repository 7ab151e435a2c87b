package io.deploycast.app.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one exchange. */
public sealed interface Answer {

  /**
   * A status and as much of the body as was wanted.
   *
   * @param excerpt the beginning of the body, escaped, secrets masked; may be empty
   * @param retryAfter how long the target asks to be left alone, or null
   * @param body what was read of the body, secrets and all; empty unless the caller wanted it
   */
  record Complete(int status, String excerpt, @Nullable Duration retryAfter, String body)
      implements Answer {
    /** An answer whose body nobody judges. */
    public Complete(int status, String excerpt, @Nullable Duration retryAfter) {
      this(status, excerpt, retryAfter, "");
    }

    /** An answer that asks for no pause. */
    public Complete(int status, String excerpt) {
      this(status, excerpt, null, "");
    }
  }

  /**
   * No complete answer.
   *
   * @param error in words, never with a secret
   * @param cause what stood in the way
   */
  record None(String error, Cause cause) implements Answer {
    /** No answer this time. */
    public None(String error) {
      this(error, Cause.OUTAGE);
    }
  }

  /** What stood in the way of an answer. */
  enum Cause {
    /** The target was away, or not there in time. */
    OUTAGE,
    /** What no other event would fare better with: an address or a certificate is refused. */
    HOPELESS,
    /** The proxy between us and the target, which says nothing about the target. */
    PROXY,
    /** Whoever gives out access tokens gives us none. */
    CREDENTIALS
  }
}
