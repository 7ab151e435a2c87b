package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.doctor.ClusterDiagnosis;
import io.deploycast.cli.doctor.Finding;
import io.deploycast.cli.doctor.Finding.Level;
import io.deploycast.cli.doctor.RegistryDiagnosis;
import io.deploycast.cli.kafka.KafkaFailures;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.RegistryOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks for what would keep a deployment from being announced. */
@Command(
    name = "doctor",
    description = {
      "Looks at connection, authentication, rights, topics, clock and schema registry, and says"
          + " what to do. Writes nothing. Exit 0 when a deployment could be announced."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast doctor --bootstrap-servers kafka:9092",
      "  deploycast doctor --context staging --output json"
    })
final class DiagnoseInstallationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private RegistryOptions registry;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default: text.")
  private OutputFormat output = OutputFormat.TEXT;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    Map<String, Object> client = registry.addTo(kafka.properties(surroundings.err()));
    List<Finding> findings = new ArrayList<>();
    try (Admin admin = open(client)) {
      findings.addAll(
          new ClusterDiagnosis(admin, client, kafka.topics(), surroundings.clock()).diagnose());
    }
    long deadline = System.nanoTime() + kafka.timeout().toNanos();
    RegistryDiagnosis.of(client, kafka.topics().deployments(), deadline).ifPresent(findings::add);
    int printed = PublishDeploymentCommand.print(surroundings, text(findings));
    return findings.stream()
        .filter(finding -> finding.level() == Level.FAILED)
        .findFirst()
        .map(finding -> finding.exitCode().code())
        .orElse(printed);
  }

  private Admin open(Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>(client);
    int millis = (int) kafka.timeout().toMillis();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
    try {
      return Admin.create(properties);
    } catch (KafkaException e) {
      FailedException failure = KafkaFailures.failureOf(e);
      throw failure.exitCode() == ExitCode.INTERNAL
          ? new FailedException(ExitCode.UNREACHABLE, String.valueOf(failure.getMessage()))
          : failure;
    }
  }

  private String text(List<Finding> findings) {
    if (output == OutputFormat.JSON) {
      ArrayNode json = JsonNodeFactory.instance.arrayNode();
      for (Finding finding : findings) {
        json.addObject()
            .put("level", word(finding))
            .put("check", finding.check())
            .put("seen", finding.seen())
            .put("advice", finding.advice());
      }
      return json.toString();
    }
    return findings.stream()
        .map(
            finding ->
                "%-8s%-16s%s".formatted(word(finding), finding.check(), finding.seen())
                    + (finding.advice().isEmpty()
                        ? ""
                        : "\n%24s%s".formatted("→ ", finding.advice())))
        .collect(Collectors.joining("\n"));
  }

  private static String word(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
