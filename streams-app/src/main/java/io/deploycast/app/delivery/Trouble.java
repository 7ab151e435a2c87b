package io.deploycast.app.delivery;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose trouble a failed attempt looks like, by the answer alone. */
public enum Trouble {
  /** A complete answer about this one event. */
  EVENT,
  /** No complete answer, or one that a gateway gives for a target that is away. */
  OUTAGE,
  /** Something that no other event would fare better with, such as a certificate. */
  BROKEN_TARGET,
  /** Something of ours on the way to the target, such as a proxy; it says nothing about either. */
  OURS;

  /** What a gateway answers for a target that is away. */
  private static final Set<Integer> AWAY = Set.of(502, 503, 504);

  /**
   * What an answer looks like by its status alone.
   *
   * @param status null when there was no complete answer
   */
  public static Trouble of(@Nullable Integer status) {
    return status == null || AWAY.contains(status) ? OUTAGE : EVENT;
  }
}
