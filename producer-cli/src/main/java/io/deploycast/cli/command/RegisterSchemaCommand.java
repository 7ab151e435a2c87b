package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.cli.Surroundings;
import io.deploycast.schema.registry.RegisteredSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Registers the event's schema. */
@Command(
    name = "register",
    description = {
      "Registers the event's schema for the topic's values, or finds it there already. Exit 3 when"
          + " the registry refuses it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast schema register --schema-registry http://localhost:8081"
    })
final class RegisterSchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SchemaOptions options;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    RegisteredSchema schema =
        options.ask(
            surroundings,
            (registry, subject) -> {
              registry.register(subject);
              // Not every registry says which version that was.
              return registry.find(subject);
            });
    return PublishDeploymentCommand.print(surroundings, text(schema));
  }

  private String text(RegisteredSchema schema) {
    return options.output() == OutputFormat.JSON
        ? JsonNodeFactory.instance
            .objectNode()
            .put("subject", schema.subject())
            .put("version", schema.version())
            .put("id", schema.id())
            .toString()
        : "registered under %s: version %d, id %d"
            .formatted(schema.subject(), schema.version(), schema.id());
  }
}
