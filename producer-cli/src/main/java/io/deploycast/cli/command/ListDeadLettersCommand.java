package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.cli.Surroundings;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.DeadLetterGroup;
import io.deploycast.schema.deadletter.DeadLetters;
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
  private static final int ERROR_SHOWN = 60;

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
    return DeadLetterOptions.harmless(json.toString());
  }

  private static String table(List<DeadLetterGroup> groups) {
    if (groups.isEmpty()) {
      return "no dead letters";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TARGET", "REASON", "STATUS", "COUNT", "OLDEST", "NEWEST", "LAST ERROR"));
    int count = 0;
    for (DeadLetterGroup group : groups) {
      count += group.count();
      rows.add(
          List.of(
              Excerpt.of(group.target()),
              group.reason().name(),
              group.status(),
              Integer.toString(group.count()),
              shown(group.oldest()),
              shown(group.newest()),
              Excerpt.of(group.error(), ERROR_SHOWN)));
    }
    return TextTable.of(rows) + "\n" + count + (count == 1 ? " dead letter" : " dead letters");
  }

  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
