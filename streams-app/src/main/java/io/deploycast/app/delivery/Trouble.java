package io.deploycast.app.delivery;

/** Whose trouble a failed attempt looks like, by the answer alone. */
public enum Trouble {
  /** A complete answer about this one event. */
  EVENT,
  /** No complete answer, or one that a gateway gives for a target that is away. */
  OUTAGE,
  /** Something that no other event would fare better with, such as a certificate. */
  BROKEN_TARGET
}
