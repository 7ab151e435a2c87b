package io.deploycast.cli.command;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.history.EventChoice;
import io.deploycast.cli.history.HistoryFormat;
import io.deploycast.cli.history.HistoryQuery;
import io.deploycast.cli.history.Property;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.log.LogReader;
import io.deploycast.cli.output.StandardOutput;
import io.deploycast.schema.DeploymentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what was deployed. */
@Command(
    name = "history",
    description = {
      "Shows the deployments that were announced, the oldest first. Reads the topic by time,"
          + " without a consumer group."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast history --since 1h",
      "  deploycast history --service shop --environment production --limit 10",
      "  deploycast history --where '.attributes.ticket == \"OPS-7\"' --output json",
      "  deploycast history --since earliest --output jsonl > deployments.jsonl",
      "  deploycast history --follow --since 0s"
    })
final class ShowHistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PeriodOptions period;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only with that status: started, succeeded, failed, rolled_back; repeatable.")
  private List<String> statuses = new ArrayList<>();

  @Option(
      names = "--release",
      paramLabel = "RELEASE",
      description = "Only of that release; repeatable.")
  private List<String> releases = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "JQ",
      description = "Only events of which this jq expression is true.")
  private @Nullable String where;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the latest so many, at most 10000.")
  private @Nullable Integer limit;

  @Option(
      names = "--follow",
      description = "Go on with what is announced from now on, until interrupted.")
  private boolean follow;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json, jsonl or csv; default: table.")
  private HistoryFormat output = HistoryFormat.TABLE;

  @Mixin private KafkaOptions kafka;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    HistoryQuery query = query(surroundings);
    String topic = kafka.topics().deployments();
    try (LogReader log = LogReader.open(kafka.properties(surroundings.err()), kafka.timeout())) {
      query.run(
          log,
          topic,
          output,
          surroundings.out(),
          warning -> surroundings.err().println("deploycast: " + warning));
    }
    return written(surroundings);
  }

  private HistoryQuery query(Surroundings surroundings) {
    if (follow && output == HistoryFormat.JSON) {
      throw new ParameterException(
          spec.commandLine(), "--follow never ends an array; use --output jsonl with it");
    }
    Map<Property, List<String>> wanted = period.wanted();
    wanted.put(Property.STATUS, statuses);
    wanted.put(Property.RELEASE, releases);
    for (String status : statuses) {
      if (DeploymentStatus.ofWireName(status).isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "--status must be one of %s, was '%s'".formatted(DeploymentStatus.wireNames(), status));
      }
    }
    try {
      return new HistoryQuery(
          period.since("30d", surroundings),
          period.until(surroundings),
          EventChoice.of(wanted, where),
          limit,
          follow);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Whoever closes a pipe has read enough; anything else that takes no more has failed. */
  static int written(Surroundings surroundings) {
    if (!surroundings.out().checkError() || StandardOutput.isPipe()) {
      return ExitCode.ACKNOWLEDGED.code();
    }
    surroundings.err().println("deploycast: standard output must be writable, was not");
    return ExitCode.INTERNAL.code();
  }
}
