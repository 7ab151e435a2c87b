package io.deploycast.app.target;

/** A template that fails, on one event or on all; the message is in words and may hold secrets. */
final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }
}
