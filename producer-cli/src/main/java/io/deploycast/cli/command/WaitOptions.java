package io.deploycast.cli.command;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** For which targets to wait, and how long. */
final class WaitOptions {
  @Option(
      names = "--wait-for",
      paramLabel = "TARGETS",
      split = ",",
      description =
          "Wait until these targets, separated by commas, have the event, and say what each did.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = KafkaOptions.DurationConverter.class,
      description = "How long, from the acknowledgement on; default: 60s.")
  private Duration limit = Duration.ofSeconds(60);

  /**
   * The targets, in the order given; none to wait for nobody.
   *
   * @throws FailedException for a name that no target can have
   */
  Set<String> targets() {
    Set<String> names = new LinkedHashSet<>();
    for (String target : targets) {
      try {
        names.add(new TargetName(target.strip()).toString());
      } catch (IllegalArgumentException e) {
        throw new FailedException(ExitCode.USAGE, "--wait-for: " + e.getMessage());
      }
    }
    return names;
  }

  Duration limit() {
    return limit;
  }
}
