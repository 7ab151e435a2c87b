package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.deadletter.RedriveReport.Ending;
import io.deploycast.schema.deadletter.Redriver;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives dead letters of one target up. */
@Command(
    name = "discard",
    description = {
      "Removes dead letters of one target without delivering them. The receipt of each says that,"
          + " and why."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast dlq discard --target grafana --reason EXPIRED --because 'too old for a marker'",
      "  deploycast dlq discard 'grafana|01a20d60-b1fd-73bb-bed3-e9a5792f8e78' --because OPS-7"
    })
final class DiscardDeadLettersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeadLetterOptions options;

  @Parameters(paramLabel = "KEY", arity = "0..1", description = "Only the one with this key.")
  private @Nullable String key;

  @Option(
      names = "--because",
      paramLabel = "TEXT",
      required = true,
      description = "Why they are given up; stands in their receipts.")
  private String because;

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    if (because.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "--because must say why they are given up, was empty");
    }
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    DeadLetterFilter filter = options.filter(key, surroundings);
    Redriver redriver = options.redriver(key, surroundings);
    RedriveReport report =
        options.ask(
            () ->
                dryRun
                    ? new RedriveReport(redriver.planDiscard(filter), 0, Ending.COMPLETE)
                    : redriver.discard(filter, because));
    return new RedriveWords("discard", "discarded", dryRun)
        .tell(surroundings, options.isJson(), report);
  }
}
