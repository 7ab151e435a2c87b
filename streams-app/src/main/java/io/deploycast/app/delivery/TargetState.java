package io.deploycast.app.delivery;

/** Whether a target may be called. */
public enum TargetState {
  /** Calls go out as fast as its concurrency allows. */
  RUNNING,
  /** It asked for a pause; nothing goes out until then. */
  THROTTLED,
  /** It is away: one probe at a time, at growing intervals. */
  DOWN,
  /** It refuses our credentials or address: a probe now and then, and somebody has to act. */
  REFUSED,
  /**
   * Something of ours on the way to it, such as a proxy, is in trouble: probed like one that is
   * down.
   */
  BLOCKED,
  /** A person has stopped it; nothing goes out until a person lets it go on. */
  PAUSED
}
