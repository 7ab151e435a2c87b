package io.deploycast.app.http;

/**
 * Carries exchanges to a target. Thread-safe; never blocks its caller.
 *
 * @see "docs/decisions/006-two-http-clients.md"
 */
interface Transport extends AutoCloseable {
  /** Begins the exchange; whatever comes of it is reported to it. */
  void begin(Exchange exchange);

  /** Closes what waits to be used again: one such connection turned out to be dead. */
  void dropIdle();

  @Override
  void close();
}
