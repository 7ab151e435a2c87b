package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.RegistryOptions;
import io.deploycast.cli.kafka.RegistryProperties;
import io.deploycast.schema.registry.SchemaRegistry;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which schema registry, and the subject in it. */
final class SchemaOptions {
  @Mixin private RegistryOptions registry;
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default: text.")
  private OutputFormat output = OutputFormat.TEXT;

  OutputFormat output() {
    return output;
  }

  /** Whether a registry is given at all. */
  boolean isRegistryGiven(Surroundings surroundings) {
    return new RegistryProperties(registry.addTo(kafka.properties(surroundings.err()))).isGiven();
  }

  /** Asks the registry about the subject of the topic's values, within the command's time. */
  <T> T ask(Surroundings surroundings, BiFunction<SchemaRegistry, String, T> question) {
    RegistryProperties properties =
        new RegistryProperties(registry.requiredIn(kafka.properties(surroundings.err())));
    String subject = properties.subject(kafka.topics().deployments());
    long deadline = surroundings.startedNanos() + kafka.timeout().toNanos();
    return question.apply(properties.open(deadline), subject);
  }
}
