package io.deploycast.app.http;

import java.util.concurrent.atomic.LongAdder;

/** Counts over which connections requests went. Thread-safe. */
public final class ConnectionCounts {
  private final LongAdder opened = new LongAdder();
  private final LongAdder reused = new LongAdder();

  void count(boolean served) {
    (served ? reused : opened).increment();
  }

  /** Requests that went over a connection made for them. */
  public long opened() {
    return opened.sum();
  }

  /** Requests that went over a connection that had served before. */
  public long reused() {
    return reused.sum();
  }
}
