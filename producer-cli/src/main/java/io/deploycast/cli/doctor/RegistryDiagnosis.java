package io.deploycast.cli.doctor;

import io.deploycast.cli.FailedException;
import io.deploycast.cli.kafka.RegistryProperties;
import io.deploycast.schema.registry.RegistryException;
import java.util.Map;
import java.util.Optional;

/** Asks the schema registry, where one is given, for the schema of the topic's values. */
public final class RegistryDiagnosis {
  private static final String CHECK = "registry";

  private RegistryDiagnosis() {}

  /**
   * What it answers; empty when there is none.
   *
   * @param deadlineNanos {@code System.nanoTime()} at which the answer must be there
   * @throws FailedException when the properties of the registry cannot be used
   */
  public static Optional<Finding> of(Map<String, Object> client, String topic, long deadlineNanos) {
    RegistryProperties registry = new RegistryProperties(client);
    if (!registry.isGiven()) {
      return Optional.empty();
    }
    String subject = registry.subject(topic);
    try {
      return Optional.of(
          Finding.ok(
              CHECK,
              registry
                  .open(deadlineNanos)
                  .latest(subject)
                  .map(schema -> "has a schema of '%s'".formatted(subject))
                  .orElse("answers, and knows no '%s' yet".formatted(subject))));
    } catch (RegistryException e) {
      FailedException failure = RegistryProperties.failureOf(e);
      return Optional.of(
          Finding.failed(
              CHECK,
              String.valueOf(failure.getMessage()),
              "check --schema-registry, and its credentials in --command-config",
              failure.exitCode()));
    }
  }
}
