package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.Surroundings;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.DurationText;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import io.deploycast.schema.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates the topics that are missing. */
@Command(
    name = "create",
    description = "Creates the topics that are missing, with the settings deliveries need.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast topics create",
      "  deploycast topics create --target grafana --target audit --retry 1m,5m"
    })
final class CreateTopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TopicsOptions options;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "6",
      description = "Partitions of the shared topics; default: 6.")
  private int partitions = 6;

  @Option(
      names = "--retry-partitions",
      paramLabel = "N",
      description = "Partitions of the targets' topics; default: as many.")
  private @Nullable Integer retryPartitions;

  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Replicas; default: -1, the broker's default.")
  private short replicationFactor = -1;

  @Option(
      names = "--retention",
      paramLabel = "DURATION",
      defaultValue = "365d",
      description = "How long deployments are kept, or 'forever'; default: 365d.")
  private String retention = "365d";

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    TopicPlan plan = new TopicPlan(options.topics(), settings());
    List<TopicSpec> specs = new ArrayList<>(plan.shared());
    options.targets().forEach((target, delays) -> specs.addAll(plan.of(target, delays)));
    List<String> created;
    try (Admin admin = options.open(surroundings)) {
      created = new ClusterTopics(admin).create(specs);
    }
    return PublishDeploymentCommand.print(surroundings, text(specs, created));
  }

  private TopicSettings settings() {
    try {
      Duration kept = retention.equals("forever") ? null : DurationText.parse(retention);
      return new TopicSettings(partitions, retryPartitions, replicationFactor, kept);
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.USAGE, "topic settings: " + e.getMessage());
    }
  }

  private String text(List<TopicSpec> specs, List<String> created) {
    if (options.output() == OutputFormat.JSON) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      specs.forEach(
          spec ->
              json.withArray(created.contains(spec.name()) ? "created" : "existing")
                  .add(spec.name()));
      return json.toString();
    }
    List<String> lines = new ArrayList<>();
    for (TopicSpec topic : specs) {
      lines.add((created.contains(topic.name()) ? "created " : "exists  ") + topic.name());
    }
    return String.join("\n", lines);
  }
}
