package io.deploycast.schema.deadletter;

/** Nobody can tell what is on its way: the target's group has committed nothing. */
public final class UnknownGroupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownGroupException(String group) {
    super(
        ("group '%s' must have committed offsets, so that what is on its way already is known; it"
                + " has none: check the target's name and the service's application.prefix")
            .formatted(group),
        null,
        false,
        false);
  }
}
