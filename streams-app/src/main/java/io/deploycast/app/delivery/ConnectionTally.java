package io.deploycast.app.delivery;

/**
 * Over which connections requests went.
 *
 * @param opened over one made for them
 * @param reused over one that had served before
 */
public record ConnectionTally(long opened, long reused) {
  /** Of a target that has none. */
  public static final ConnectionTally NONE = new ConnectionTally(0, 0);
}
