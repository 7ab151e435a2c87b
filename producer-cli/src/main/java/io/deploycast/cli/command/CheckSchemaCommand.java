package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.Surroundings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Asks whether the event's schema could be registered. */
@Command(
    name = "check",
    description = {
      "Asks the registry whether it would take the event's schema as the subject's next version,"
          + " and registers nothing. Exit 3 and the registry's words when it would not."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Examples:", "  deploycast schema check --schema-registry http://localhost:8081"})
final class CheckSchemaCommand implements Callable<Integer> {
  /** A subject's schema and what keeps ours from being its next. */
  private record Finding(String subject, List<String> messages) {}

  @Spec private CommandSpec spec;
  @Mixin private SchemaOptions options;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    Finding finding =
        options.ask(
            surroundings,
            (registry, subject) -> new Finding(subject, registry.incompatibilities(subject)));
    int printed = PublishDeploymentCommand.print(surroundings, text(finding));
    return finding.messages().isEmpty() ? printed : ExitCode.INVALID.code();
  }

  private String text(Finding finding) {
    if (options.output() == OutputFormat.JSON) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("subject", finding.subject());
      json.put("compatible", finding.messages().isEmpty());
      finding.messages().forEach(json.putArray("messages")::add);
      return json.toString();
    }
    return finding.messages().isEmpty()
        ? "%s takes the schema".formatted(finding.subject())
        : "%s does not take the schema: %s"
            .formatted(finding.subject(), String.join("\n", finding.messages()));
  }
}
