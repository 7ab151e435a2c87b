package io.deploycast.schema;

/** What became of reading a record's value: an event, or the reason why it is none. */
public sealed interface ReadResult {

  /** The value is an event. */
  record Valid(ReceivedEvent event) implements ReadResult {}

  /**
   * The value is no event.
   *
   * @param reason the reason a dead letter gives
   * @param violation where and what; the pointer is empty when the value as a whole is wrong
   */
  record Invalid(DeadLetterReason reason, Violation violation) implements ReadResult {}
}
