package io.deploycast.cli.command;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.schema.topic.DurationText;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which topics a command is about. */
final class TopicsOptions {
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "A target whose topics are meant, too; repeatable.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--retry",
      paramLabel = "DELAYS",
      split = ",",
      description = "The targets' retry delays; default: 1m,5m.")
  private List<String> delays = new ArrayList<>(List.of("1m", "5m"));

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default: text.")
  private OutputFormat output = OutputFormat.TEXT;

  OutputFormat output() {
    return output;
  }

  TopicNames topics() {
    return kafka.topics();
  }

  /** The retry delays of each target. */
  Map<TargetName, List<Duration>> targets() {
    Map<TargetName, List<Duration>> all = new LinkedHashMap<>();
    try {
      List<Duration> parsed = delays.stream().map(DurationText::parse).toList();
      targets.forEach(target -> all.put(new TargetName(target), parsed));
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.USAGE, "--target, --retry: " + e.getMessage());
    }
    return all;
  }

  /** An admin client whose calls end within the command's time. */
  Admin open(Surroundings surroundings) {
    Map<String, Object> properties = new HashMap<>(kafka.properties(surroundings.err()));
    int millis = (int) kafka.timeout().toMillis();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
    return Admin.create(properties);
  }
}
