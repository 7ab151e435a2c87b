package io.deploycast.app.http;

/** What came of one exchange. */
public sealed interface Answer {

  /**
   * A status and as much of the body as was wanted.
   *
   * @param excerpt the beginning of the body, escaped, secrets masked; may be empty
   */
  record Complete(int status, String excerpt) implements Answer {}

  /**
   * No complete answer.
   *
   * @param error in words, never with a secret
   */
  record None(String error) implements Answer {}
}
