package io.deploycast.app.config;

import java.util.List;

/** The configured value of a target type's parameter. */
public sealed interface ParameterValue
    permits ParameterValue.Text, ParameterValue.Texts, ParameterValue.Secrets, Secret {

  /** A text that may be shown. */
  record Text(String text) implements ParameterValue {}

  /** Several texts that may be shown. */
  record Texts(List<String> texts) implements ParameterValue {
    public Texts {
      texts = List.copyOf(texts);
    }
  }

  /** Several texts that no log line may show. */
  record Secrets(List<Secret> secrets) implements ParameterValue {
    public Secrets {
      secrets = List.copyOf(secrets);
    }
  }
}
