package io.deploycast.sandbox.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Chooses ports for servers that stop and come back on the same port.
 *
 * <p>They must not come from the range out of which the kernel serves port 0 and outgoing
 * connections (Linux: 32768 and up): while the server is away, any connection could take its port,
 * and a client that tries again and again on loopback can even connect to itself. Thread-safe.
 */
public final class FreePort {
  /** Above the registered ports that development machines usually have in use. */
  private static final int LOWEST = 20_000;

  /** Just below the lowest port that Linux gives to outgoing connections by default. */
  private static final int BOUND = 32_000;

  /** A machine on which 100 random ports of 12,000 are all taken has another problem. */
  private static final int TRIES = 100;

  private FreePort() {}

  /**
   * A loopback port that nobody listens on at this moment.
   *
   * @throws UncheckedIOException when no free port was found
   */
  public static int choose(RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, BOUND);
      if (isFree(port)) {
        return port;
      }
    }
    throw new UncheckedIOException(
        new IOException(
            "a free port is needed on loopback, but %d tries from %d to %d found none"
                .formatted(TRIES, LOWEST, BOUND - 1)));
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(Loopback.address(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
