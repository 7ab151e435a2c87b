package io.deploycast.app.flow;

/**
 * What more is to be read, as far as the target decides it: the same for all partitions of a kind,
 * so it is asked once for all of them.
 *
 * @param forFirsts whether first attempts are read
 * @param forRetries whether retries and redriven events are
 */
record Room(boolean forFirsts, boolean forRetries) {
  static final Room NONE = new Room(false, false);
}
