package io.deploycast.app.target;

/** Is told of every answer of a target, for somebody who wants to see them. */
@FunctionalInterface
public interface AnswerWatch {
  /** Nobody wants to see them. */
  AnswerWatch NONE = (step, answer) -> {};

  /**
   * An answer came, or none.
   *
   * @param step name of the step
   * @param answer in words, secrets masked, control characters escaped
   */
  void answered(String step, String answer);
}
