package io.deploycast.bench.throughput;

import io.deploycast.app.http.connection.ProtocolChoice;

/** What the receiver does, and how many calls may wait for it. */
enum Condition {
  AT_ONCE("answers at once, 256 in flight", 256, "", ProtocolChoice.AUTO),
  LATE("answers after 50 ms, 1,024 in flight", 1_024, "/50", ProtocolChoice.AUTO),
  HTTP2("HTTP/2 without TLS, answers at once, 256 in flight", 256, "", ProtocolChoice.H2C);

  final String words;
  final int inFlight;
  final ProtocolChoice protocol;
  private final String delay;

  Condition(String words, int inFlight, String delay, ProtocolChoice protocol) {
    this.words = words;
    this.inFlight = inFlight;
    this.delay = delay;
    this.protocol = protocol;
  }

  /** The receiver's account of a run; over HTTP/2 it has only one. */
  String path(String run) {
    return protocol == ProtocolChoice.H2C ? "/h2c" : "/" + run + delay;
  }
}
