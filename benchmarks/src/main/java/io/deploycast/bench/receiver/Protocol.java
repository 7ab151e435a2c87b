package io.deploycast.bench.receiver;

/** Reads requests out of a connection's bytes. One for each connection; its one thread only. */
interface Protocol {
  /**
   * Takes all requests that are complete.
   *
   * @return where the first that is not begins
   */
  int take(byte[] bytes, int from, int to);
}
