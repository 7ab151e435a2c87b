package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.Surroundings;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TopicCheck;
import io.deploycast.schema.topic.TopicFinding;
import io.deploycast.schema.topic.TopicFinding.Severity;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import io.deploycast.schema.topic.TopicSpec;
import io.deploycast.schema.topic.TopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares the topics there are with what deliveries need. */
@Command(
    name = "check",
    description = {
      "Says what is wrong with the topics. Exit 0 when they can be used, also with warnings; 3 when"
          + " one cannot."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Examples:", "  deploycast topics check --target grafana --retry 1m,5m"})
final class CheckTopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TopicsOptions options;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    TopicPlan plan = new TopicPlan(options.topics(), TopicSettings.DEFAULT);
    List<TopicSpec> specs = new ArrayList<>(plan.shared());
    options.targets().forEach((target, delays) -> specs.addAll(plan.of(target, delays)));
    Map<String, TopicState> states;
    try (Admin admin = options.open(surroundings)) {
      states = new ClusterTopics(admin).describe(specs.stream().map(TopicSpec::name).toList());
    }
    List<TopicFinding> findings = TopicCheck.of(options.topics(), options.targets(), states);
    int printed = PublishDeploymentCommand.print(surroundings, text(specs.size(), findings));
    boolean unusable = findings.stream().anyMatch(it -> it.severity() == Severity.ERROR);
    return unusable ? ExitCode.INVALID.code() : printed;
  }

  private String text(int topics, List<TopicFinding> findings) {
    if (options.output() == OutputFormat.JSON) {
      ArrayNode json = JsonNodeFactory.instance.arrayNode();
      for (TopicFinding finding : findings) {
        json.addObject()
            .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
            .put("topic", finding.topic())
            .put("message", finding.message());
      }
      return json.toString();
    }
    return findings.isEmpty()
        ? "all %d topics are fine".formatted(topics)
        : findings.stream()
            .map(it -> it.severity().name().toLowerCase(Locale.ROOT) + ": " + it.message())
            .collect(Collectors.joining("\n"));
  }
}
