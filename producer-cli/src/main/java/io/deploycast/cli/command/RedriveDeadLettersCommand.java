package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import io.deploycast.schema.Rate;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.deadletter.RedriveReport.Ending;
import io.deploycast.schema.deadletter.RedriveRequest;
import io.deploycast.schema.deadletter.Redriver;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Puts dead letters of one target back on the delivery path. */
@Command(
    name = "redrive",
    description = {
      "Puts dead letters of one target back on the delivery path. Each is removed once it is"
          + " delivered; one that fails again stays, its count raised."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast dlq redrive --target grafana --dry-run",
      "  deploycast dlq redrive --target grafana --status 422 --rate 20/s",
      "  deploycast dlq redrive 'grafana|01a20d60-b1fd-73bb-bed3-e9a5792f8e78'"
    })
final class RedriveDeadLettersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeadLetterOptions options;

  @Parameters(paramLabel = "KEY", arity = "0..1", description = "Only the one with this key.")
  private @Nullable String key;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      converter = RateConverter.class,
      description = "How fast, such as 20/s; as fast as Kafka takes them unless given.")
  private @Nullable Rate rate;

  @Option(names = "--limit", paramLabel = "N", description = "How many at most.")
  private @Nullable Integer limit;

  @Option(
      names = "--force",
      description = "Also those that have been redriven three times already.")
  private boolean force;

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    RedriveRequest request =
        new RedriveRequest(options.filter(key, surroundings), limit(), rate, force);
    Redriver redriver = options.redriver(key, surroundings);
    RedriveReport report =
        options.ask(
            () ->
                dryRun
                    ? new RedriveReport(redriver.plan(request), 0, Ending.COMPLETE)
                    : redriver.redrive(request, done -> {}));
    return new RedriveWords("redrive", "redriven", dryRun)
        .tell(surroundings, options.isJson(), report);
  }

  private @Nullable Integer limit() {
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be positive, was " + limit);
    }
    return limit;
  }

  /** Reads {@code 20/s}. */
  static final class RateConverter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
      try {
        return Rate.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
