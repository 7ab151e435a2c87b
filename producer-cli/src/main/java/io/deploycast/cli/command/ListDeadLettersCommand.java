package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.output.SafeText;
import io.deploycast.cli.output.TextTable;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.DeadLetterGroup;
import io.deploycast.schema.deadletter.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How many dead letters there are, of which kinds. */
@Command(
    name = "list",
    description = "Counts dead letters by target, reason and status.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast dlq list",
      "  deploycast dlq list --target grafana --newer-than 1d --output json"
    })
final class ListDeadLettersCommand implements Callable<Integer> {
  /** What of an error fits a line. */
  private static final int WIDEST = 60;

  @Spec private CommandSpec spec;
  @Mixin private DeadLetterOptions options;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    DeadLetterFilter filter = options.filter(null, surroundings);
    DeadLetters letters = new DeadLetters(options.access(surroundings));
    List<DeadLetterGroup> groups = options.ask(() -> letters.groups(filter));
    return PublishDeploymentCommand.print(
        surroundings, options.isJson() ? json(groups) : table(groups));
  }

  private static String json(List<DeadLetterGroup> groups) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    groups.forEach(group -> json.add(group.toJson()));
    return SafeText.jsonLine(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String table(List<DeadLetterGroup> groups) {
    if (groups.isEmpty()) {
      return "no dead letters";
    }
    List<String> lines = new ArrayList<>();
    TextTable table =
        new TextTable(
            List.of("TARGET", "REASON", "STATUS", ">COUNT", "OLDEST", "NEWEST", "LAST ERROR"),
            WIDEST,
            lines::add);
    int count = 0;
    for (DeadLetterGroup group : groups) {
      count += group.count();
      table.row(
          List.of(
              group.target(),
              group.reason().name(),
              group.status(),
              Integer.toString(group.count()),
              shown(group.oldest()),
              shown(group.newest()),
              group.error()));
    }
    table.flush();
    lines.add(count + (count == 1 ? " dead letter" : " dead letters"));
    return String.join("\n", lines);
  }

  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
