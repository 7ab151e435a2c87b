package io.deploycast.schema;

/**
 * A rule that a value breaks.
 *
 * @param pointer JSON pointer (RFC 6901) of the value, or of the property that is missing; empty
 *     for the whole document
 * @param message the rule and what was seen, to be read after the pointer
 */
public record Violation(String pointer, String message) {
  @Override
  public String toString() {
    return (pointer.isEmpty() ? "the event" : pointer) + " " + message;
  }
}
