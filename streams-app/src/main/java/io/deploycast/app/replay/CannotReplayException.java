package io.deploycast.app.replay;

/** What a person asked for cannot be done as things are; the message says why and what to do. */
public final class CannotReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotReplayException(String message) {
    super(message, null, false, false);
  }
}
