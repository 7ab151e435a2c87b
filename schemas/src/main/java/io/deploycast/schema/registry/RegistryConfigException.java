package io.deploycast.schema.registry;

/** A property of the registry's client breaks a rule. Never holds a secret. */
public final class RegistryConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * @param key the property, without {@code schema.registry.} before it
   * @param rule a sentence to be read after the key
   */
  RegistryConfigException(String key, String rule) {
    super(rule);
    this.key = key;
  }

  public String key() {
    return key;
  }

  /** The sentence to be read after the key. */
  public String rule() {
    return String.valueOf(getMessage());
  }
}
