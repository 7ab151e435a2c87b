package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.Surroundings;
import io.deploycast.schema.deadletter.RedrivePlan;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.deadletter.RedriveReport.Ending;
import io.deploycast.schema.deadletter.RedriveRequest;
import java.util.Locale;

/**
 * What came of a redrive or a discard, in words and as JSON.
 *
 * @param verb what was asked for
 * @param done the same in the past
 */
record RedriveWords(String verb, String done, boolean dryRun) {
  /** Says it on standard output; returns the exit code. */
  int tell(Surroundings surroundings, boolean asJson, RedriveReport report) {
    String words = asJson ? json(report).toString() : text(report);
    int printed = PublishDeploymentCommand.print(surroundings, words);
    return report.ending() == Ending.TAKEN_OVER ? ExitCode.TAKEN_OVER.code() : printed;
  }

  String text(RedriveReport report) {
    RedrivePlan plan = report.plan();
    StringBuilder text = new StringBuilder();
    if (dryRun) {
      text.append(
          "would %s %d of %d dead letters".formatted(verb, plan.chosen().size(), plan.found()));
    } else {
      text.append("%s %d of %d dead letters".formatted(done, report.done(), plan.found()));
    }
    line(text, plan.onTheWay(), "on their way already");
    line(
        text,
        plan.tooOften(),
        "redriven %d times already; --force redrives them, too"
            .formatted(RedriveRequest.MOST_REDRIVES));
    line(text, plan.withoutValue(), "without a value to deliver; discard them");
    line(text, plan.beyondLimit(), "beyond the limit");
    if (report.ending() == Ending.TAKEN_OVER) {
      text.append("\nanother one for the same target has taken over; what is left is its own");
    }
    return text.toString();
  }

  ObjectNode json(RedriveReport report) {
    RedrivePlan plan = report.plan();
    return JsonNodeFactory.instance
        .objectNode()
        .put("found", plan.found())
        .put("chosen", plan.chosen().size())
        .put(done, report.done())
        .put("onTheWay", plan.onTheWay())
        .put("tooOften", plan.tooOften())
        .put("withoutValue", plan.withoutValue())
        .put("beyondLimit", plan.beyondLimit())
        .put("dryRun", dryRun)
        .put("ending", report.ending().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static void line(StringBuilder text, int count, String what) {
    if (count > 0) {
      text.append("\n  %d %s".formatted(count, what));
    }
  }
}
