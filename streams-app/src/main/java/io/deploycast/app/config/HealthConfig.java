package io.deploycast.app.config;

/**
 * Where health is asked for.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 */
public record HealthConfig(String host, int port) {
  /** Loopback only, so that nothing is open that nobody asked for. */
  public static final HealthConfig DEFAULT = new HealthConfig("127.0.0.1", 8081);

  public HealthConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
  }
}
