package io.deploycast.sandbox;

import java.time.Duration;

/** What a {@link FaultProxy} does to the connections through it, in both directions. */
public sealed interface Fault {

  /** Bytes pass as they come. */
  record None() implements Fault {}

  /** Every piece of bytes is so much later; a stream stays in order. */
  record Latency(Duration delay) implements Fault {}

  /** No more than so many bytes a second pass, in each direction of each connection. */
  record Bandwidth(int bytesPerSecond) implements Fault {
    public Bandwidth {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException(
            "bytesPerSecond must be positive, was " + bytesPerSecond);
      }
    }
  }

  /** Nothing passes and nothing is closed, as when a cable is pulled. */
  record BlackHole() implements Fault {}

  /** Connections are reset, open ones and new ones. */
  record Reset() implements Fault {}

  /** Bytes pass in small pieces with a gap between them. */
  record Slice(int bytes, Duration gap) implements Fault {
    public Slice {
      if (bytes < 1) {
        throw new IllegalArgumentException("bytes must be positive, was " + bytes);
      }
    }
  }

  /** Each direction of a connection is cut after so many bytes from now on, in mid-stream. */
  record CutAfter(int bytes) implements Fault {}
}
