package io.deploycast.schema;

/** A deployment event that breaks a rule of the contract. */
public final class InvalidEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Violation violation;

  public InvalidEventException(Violation violation) {
    super(violation.toString());
    this.violation = violation;
  }

  public Violation violation() {
    return violation;
  }
}
