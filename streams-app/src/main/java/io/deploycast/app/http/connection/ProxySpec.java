package io.deploycast.app.http.connection;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy, reached without TLS: calls to https go through a tunnel, others are forwarded.
 *
 * @param user for Basic authentication, or null for none
 * @param password of that user, or null
 */
public record ProxySpec(String host, int port, @Nullable String user, @Nullable String password) {
  public ProxySpec {
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException("a user and a password must be given together");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "ProxySpec[" + host + ":" + port + "]";
  }
}
