package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.Surroundings;
import io.deploycast.schema.EventSchema;
import io.deploycast.schema.registry.RegisteredSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the event's schema, ours or the registry's. */
@Command(
    name = "show",
    description = {
      "Prints the JSON Schema that published events keep to; with --schema-registry the newest one"
          + " that the registry has for the topic's values."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast schema show",
      "  deploycast schema show --schema-registry http://registry:8081"
    })
final class ShowSchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SchemaOptions options;

  @Option(
      names = "--tolerant",
      description = "The schema that readers use: unknown properties and longer texts are welcome.")
  private boolean tolerant;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    if (options.isRegistryGiven(surroundings)) {
      return PublishDeploymentCommand.print(surroundings, text(latest(surroundings)));
    }
    EventSchema schema = tolerant ? EventSchema.open() : EventSchema.closed();
    String text =
        options.output() == OutputFormat.JSON
            ? schema.document().toString()
            : schema.document().toPrettyString();
    return PublishDeploymentCommand.print(surroundings, text);
  }

  private RegisteredSchema latest(Surroundings surroundings) {
    return options.ask(
        surroundings,
        (registry, subject) ->
            registry
                .latest(subject)
                .orElseThrow(
                    () ->
                        new FailedException(
                            ExitCode.INVALID,
                            "subject '%s' must have a schema, had none; run 'deploycast schema register'"
                                .formatted(subject))));
  }

  private String text(RegisteredSchema schema) {
    return options.output() == OutputFormat.JSON
        ? JsonNodeFactory.instance
            .objectNode()
            .put("subject", schema.subject())
            .put("version", schema.version())
            .put("id", schema.id())
            .put("type", schema.type())
            .put("schema", schema.text())
            .toString()
        : "%s: version %d, id %d, %s%n%s"
            .formatted(
                schema.subject(), schema.version(), schema.id(), schema.type(), schema.text());
  }
}
