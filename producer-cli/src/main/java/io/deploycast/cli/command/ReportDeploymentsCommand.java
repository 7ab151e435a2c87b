package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import io.deploycast.cli.history.EventChoice;
import io.deploycast.cli.history.EventDecoder;
import io.deploycast.cli.history.LoggedEvent;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.log.LogReader;
import io.deploycast.cli.report.Deployments;
import io.deploycast.cli.report.DoraReport;
import io.deploycast.cli.report.ReportFormat;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reports the four figures of DORA. */
@Command(
    name = "report",
    description = {
      "Reports deployment frequency, change failure rate, time to restore and lead time, by"
          + " service, environment and week."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast report --since 90d --environment production",
      "  deploycast report --since 90d --output html > report.html"
    })
final class ReportDeploymentsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PeriodOptions period;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json, csv or html; default: table.")
  private ReportFormat output = ReportFormat.TABLE;

  @Mixin private KafkaOptions kafka;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    Instant since = period.since("90d", surroundings);
    Instant end = period.until(surroundings);
    Instant until = end == null ? surroundings.clock().instant() : end;
    Deployments deployments = new Deployments();
    read(since, deployments, surroundings);
    DoraReport report;
    try {
      report = deployments.report(since, until);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    output.write(report, surroundings.out());
    surroundings.out().flush();
    return ShowHistoryCommand.written(surroundings);
  }

  /** Reads to the end, since what ended before {@code until} may have been announced later. */
  private void read(@Nullable Instant since, Deployments to, Surroundings surroundings) {
    EventChoice choice = EventChoice.of(period.wanted(), null);
    EventDecoder reader =
        new EventDecoder(warning -> surroundings.err().println("deploycast: " + warning));
    try (LogReader log = LogReader.open(kafka.properties(surroundings.err()), kafka.timeout())) {
      log.read(
          log.partitions(kafka.topics().deployments()),
          new LogReader.Range(since, null, false),
          record -> {
            LoggedEvent event = reader.read(record);
            if (event != null && choice.test(event)) {
              to.add(event);
            }
            return true;
          });
    }
    reader.finish();
  }
}
