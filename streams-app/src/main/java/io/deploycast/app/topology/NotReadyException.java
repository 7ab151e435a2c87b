package io.deploycast.app.topology;

/**
 * A target cannot start as things are, and an operator has to see to it. The message says what is
 * wrong and what to do; no stack trace is of use.
 */
final class NotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  NotReadyException(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
