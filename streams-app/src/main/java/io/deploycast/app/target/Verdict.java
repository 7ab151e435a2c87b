package io.deploycast.app.target;

/** What the body of an answer with a successful status can say all the same. */
enum Verdict {
  /** The product has the event. */
  DELIVERED,
  /** Too many requests, of whatever event. */
  THROTTLED,
  /** Not this time. */
  RETRIABLE,
  /** Never. */
  REJECTED
}
