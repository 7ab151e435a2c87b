package io.deploycast.app.http.connection;

import org.jspecify.annotations.Nullable;

/**
 * How connections to a target are made.
 *
 * @param most at a time, the target's concurrency
 * @param proxy that all of them go through, or null
 */
public record ConnectionSpec(
    int most, ProtocolChoice protocol, @Nullable ProxySpec proxy, TlsSpec tls) {
  public ConnectionSpec {
    if (most < 1) {
      throw new IllegalArgumentException("connections must be positive, was " + most);
    }
    if (proxy != null && protocol == ProtocolChoice.H2C) {
      throw new IllegalArgumentException("h2c does not go through a proxy");
    }
  }

  /** Connections as they are unless something else is configured. */
  public static ConnectionSpec usual(int most) {
    return new ConnectionSpec(most, ProtocolChoice.AUTO, null, TlsSpec.USUAL);
  }
}
