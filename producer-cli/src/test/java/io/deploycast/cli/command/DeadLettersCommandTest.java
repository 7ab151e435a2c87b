package io.deploycast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.cli.CommandLineRun;
import io.deploycast.cli.CommandLineRun.Result;
import io.deploycast.schema.deadletter.RedrivePlan;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.deadletter.RedriveReport.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersCommandTest {
  private static Result run(String line) {
    return new CommandLineRun().run(line.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "dlq, a command is required: dlq list",
    "dlq redrive, --target or KEY must say whose dead letters",
    "dlq redrive --target A, target name must be 1 to 48 characters",
    "dlq redrive --target a --limit 0, '--limit must be positive, was 0'",
    "dlq redrive --target a --rate 5, must be a whole number a second",
    "dlq list --status 5xx, 'status must be three digits, or ''none'', was ''5xx'''",
    "dlq list --reason LATE, expected one of [REJECTED",
    "dlq list --older-than soon, must be a whole number and a unit",
    "dlq discard --target a, Missing required option: '--because",
    "dlq discard --target a --because=, --because"
  })
  void refusesWrongUsage(String line, String message) {
    Result result = run(line);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void saysWhenNoBrokerAnswers() {
    Result result = run("dlq list --bootstrap-servers 127.0.0.1:1 --timeout 1s");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err()).hasLineCount(1);
  }

  @Test
  void saysWhatWasLeftAloneAndWhy() {
    RedriveReport report =
        new RedriveReport(new RedrivePlan(List.of(), 1, 2, 3, 4), 0, Ending.TAKEN_OVER);

    assertThat(new RedriveWords("redrive", "redriven", false).text(report))
        .isEqualTo(
            """
            redriven 0 of 10 dead letters
              1 on their way already
              2 redriven 3 times already; --force redrives them, too
              3 without a value to deliver; discard them
              4 beyond the limit
            another one for the same target has taken over; what is left is its own""");
    assertThat(new RedriveWords("discard", "discarded", true).json(report))
        .hasToString(
            "{\"found\":10,\"chosen\":0,\"discarded\":0,\"onTheWay\":1,\"tooOften\":2,"
                + "\"withoutValue\":3,\"beyondLimit\":4,\"dryRun\":true,\"ending\":\"taken-over\"}");
  }
}
