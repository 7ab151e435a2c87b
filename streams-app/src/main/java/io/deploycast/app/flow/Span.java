package io.deploycast.app.flow;

/**
 * The part of a partition that a replay reads.
 *
 * @param begin where this run begins to read
 * @param end the offset before which it ends
 */
public record Span(long begin, long end) {
  /** All there is and all there will be. */
  public static final Span UNBOUNDED = new Span(0, Long.MAX_VALUE);

  /** Records that may be in it at most. */
  public long size() {
    return Math.max(0, end - begin);
  }
}
