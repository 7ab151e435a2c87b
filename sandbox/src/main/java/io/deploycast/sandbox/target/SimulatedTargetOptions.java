package io.deploycast.sandbox.target;

import java.time.InstantSource;

/**
 * What a {@link SimulatedTarget} is started with.
 *
 * @param port 0 chooses a free one, kept when the target goes down and comes back
 * @param keptRequests how many of the latest requests {@link SimulatedTarget#requests} has; the
 *     statistics count all
 * @param clock for the wall time of arrivals
 */
public record SimulatedTargetOptions(int port, int keptRequests, InstantSource clock) {
  /** More than a test sends to one target; at 2 KiB a request still 100 MiB of heap. */
  private static final int DEFAULT_KEPT = 50_000;

  public SimulatedTargetOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (keptRequests < 0) {
      throw new IllegalArgumentException("keptRequests must not be negative, was " + keptRequests);
    }
  }

  public static SimulatedTargetOptions defaults() {
    return new SimulatedTargetOptions(0, DEFAULT_KEPT, InstantSource.system());
  }

  public SimulatedTargetOptions withPort(int newPort) {
    return new SimulatedTargetOptions(newPort, keptRequests, clock);
  }

  public SimulatedTargetOptions withKeptRequests(int newKeptRequests) {
    return new SimulatedTargetOptions(port, newKeptRequests, clock);
  }
}
