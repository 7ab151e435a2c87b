package io.deploycast.app.flow;

/**
 * Where ends of deliveries are recorded before they count as finished. Thread-safe, and never
 * blocks its caller.
 */
public interface EndLog {
  /** Records nothing. */
  EndLog NONE = (end, recorded) -> recorded.run();

  /**
   * Records an end.
   *
   * @param recorded run once it is recorded for good, on any thread, also the caller's
   */
  void record(DeliveryEnd end, Runnable recorded);
}
