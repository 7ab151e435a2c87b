package io.deploycast.app.delivery;

/** Whether a target wants an event. */
public sealed interface Wanted {

  /** The target's filter lets the event pass, or there is none. */
  record Yes() implements Wanted {}

  /** The target's filter holds the event back; counted, not lost. */
  record No() implements Wanted {}

  /**
   * The filter fails on this event, which makes it a dead letter of its own.
   *
   * @param error what went wrong, in words
   */
  record Unanswerable(String error) implements Wanted {}

  Wanted YES = new Yes();
  Wanted NO = new No();
}
