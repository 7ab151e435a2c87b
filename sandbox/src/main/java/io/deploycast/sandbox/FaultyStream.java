package io.deploycast.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** One direction of a connection through a {@link FaultProxy}. Belongs to one thread. */
final class FaultyStream {
  /** Small enough that a change of the fault shows soon, large enough for full speed. */
  private static final int PIECE = 16 * 1024;

  private final InputStream from;
  private final OutputStream to;
  private final FaultSwitch faults;
  private Fault cut = new Fault.None();
  private int passedSinceCut;

  FaultyStream(InputStream from, OutputStream to, FaultSwitch faults) {
    this.from = from;
    this.to = to;
    this.faults = faults;
  }

  /**
   * Passes bytes on until the stream ends.
   *
   * @throws IOException when the connection is to be reset
   */
  void run() throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE];
    for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
      for (int passed = 0; passed < count; ) {
        passed += pass(piece, passed, count - passed);
      }
    }
  }

  /** Passes some of the bytes on, as the fault of the moment has it; returns how many. */
  private int pass(byte[] bytes, int from, int count) throws IOException, InterruptedException {
    Fault fault = faults.current();
    if (fault instanceof Fault.BlackHole) {
      faults.awaitOther(fault);
      return 0;
    }
    if (fault instanceof Fault.Reset) {
      throw new IOException("reset by the proxy");
    }
    int most = most(fault, count);
    faults.awaitOther(fault, waitFor(fault, most));
    to.write(bytes, from, most);
    to.flush();
    return most;
  }

  /** How long so many bytes wait before they pass. */
  private static Duration waitFor(Fault fault, int bytes) {
    if (fault instanceof Fault.Latency latency) {
      return latency.delay();
    }
    if (fault instanceof Fault.Slice slice) {
      return slice.gap();
    }
    return fault instanceof Fault.Bandwidth bandwidth
        ? Duration.ofSeconds(bytes).dividedBy(bandwidth.bytesPerSecond())
        : Duration.ZERO;
  }

  private int most(Fault fault, int count) throws IOException {
    if (fault instanceof Fault.Slice slice) {
      return Math.min(count, slice.bytes());
    }
    if (fault instanceof Fault.Bandwidth bandwidth) {
      // Ten pieces a second at least, so that it flows evenly.
      return Math.min(count, Math.max(1, bandwidth.bytesPerSecond() / 10));
    }
    if (fault instanceof Fault.CutAfter after) {
      return untilCut(after, count);
    }
    return count;
  }

  private int untilCut(Fault.CutAfter fault, int count) throws IOException {
    if (!fault.equals(cut)) {
      cut = fault;
      passedSinceCut = 0;
    }
    int left = fault.bytes() - passedSinceCut;
    if (left <= 0) {
      throw new IOException("cut by the proxy");
    }
    passedSinceCut += Math.min(left, count);
    return Math.min(left, count);
  }
}
