package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.history.DeliveryEnds;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.log.LogReader;
import io.deploycast.cli.output.TextTable;
import io.deploycast.schema.Receipt;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what became of one event. */
@Command(
    name = "status",
    description = {
      "Says how the deliveries of an event ended, target by target, from the receipts. Exit 0 when"
          + " all that ended went well; 7 when none has ended yet or one did not go well."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Examples:", "  deploycast status 01a20d60-b1fd-73bb-bed3-e9a5792f8e78"})
final class ShowStatusCommand implements Callable<Integer> {
  private static final int WIDEST = 60;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "EVENT_ID", description = "The event's id.")
  private String eventId = "";

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default: text.")
  private OutputFormat output = OutputFormat.TEXT;

  @Mixin private KafkaOptions kafka;

  @Override
  public Integer call() {
    if (!eventId.matches("[A-Za-z0-9_-]{16,128}")) {
      throw new ParameterException(
          spec.commandLine(),
          "EVENT_ID must be 16 to 128 characters of A-Z a-z 0-9 _ -, as publish prints it");
    }
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    List<Receipt> ends;
    try (LogReader log = LogReader.open(kafka.properties(surroundings.err()), kafka.timeout())) {
      ends =
          DeliveryEnds.of(
              eventId,
              log,
              kafka.topics().receipts(),
              surroundings.startedNanos() + kafka.timeout().toNanos());
    }
    String text = output == OutputFormat.JSON ? json(ends) : text(ends);
    int printed = PublishDeploymentCommand.print(surroundings, text);
    boolean good = !ends.isEmpty() && ends.stream().allMatch(ShowStatusCommand::wentWell);
    return good ? printed : ExitCode.NOT_DELIVERED.code();
  }

  private static boolean wentWell(Receipt end) {
    return switch (end.outcome()) {
      case DELIVERED, FILTERED -> true;
      case DEAD_LETTERED, DISCARDED -> false;
    };
  }

  private String json(List<Receipt> ends) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("eventId", eventId);
    ArrayNode targets = json.putArray("deliveries");
    ends.forEach(end -> targets.add(end.toJson()));
    return json.toString();
  }

  private String text(List<Receipt> ends) {
    if (ends.isEmpty()) {
      return "no delivery of event %s has ended yet, or there is no such event".formatted(eventId);
    }
    StringJoiner lines = new StringJoiner("\n");
    TextTable table =
        new TextTable(
            List.of("TARGET", "OUTCOME", ">ATTEMPTS", ">STATUS", "FINISHED AT", "REASON"),
            WIDEST,
            lines::add);
    for (Receipt end : ends) {
      table.row(
          Arrays.asList(
              end.target(),
              end.outcome().text(),
              Integer.toString(end.attempts()),
              end.status() == null ? null : end.status().toString(),
              end.finishedAt().toString(),
              end.reason()));
    }
    table.flush();
    return lines.toString();
  }
}
