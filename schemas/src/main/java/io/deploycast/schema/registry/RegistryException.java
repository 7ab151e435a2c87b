package io.deploycast.schema.registry;

/** A registry did not do what was asked; the message is for the user. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What it means. */
  public enum Kind {
    /** It was not reached or is in trouble. */
    UNREACHABLE,
    /** It does not let us in. */
    DENIED,
    /** It refuses the schema, or does not know it. */
    REFUSED
  }

  RegistryException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
