package io.deploycast.app.config;

/** A text that no log line, error message or dump may show. Immutable. */
public final class Secret implements ParameterValue {
  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /** The text itself; only for the request that needs it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
