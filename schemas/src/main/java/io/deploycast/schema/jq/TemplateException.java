package io.deploycast.schema.jq;

/** A template that fails, on one event or on all; the message is in words and may hold secrets. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  public TemplateException(String message) {
    super(message);
  }
}
