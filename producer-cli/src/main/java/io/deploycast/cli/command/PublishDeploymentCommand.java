package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.event.EventOptions;
import io.deploycast.cli.event.TimeText;
import io.deploycast.cli.kafka.EventPublisher;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.RegistryOptions;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.InvalidEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Announces one deployment. */
@Command(
    name = "publish",
    description = "Announces a deployment and says with the exit code whether Kafka has it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast publish 2016.20",
      "  deploycast publish 2016.20 \"2012-07-08 11:14:15\"",
      "  deploycast publish 2016.20 2012-07-08T09:14:15Z --service shop --environment production",
      "  deploycast publish 2016.20 --best-effort --timeout 5s --attribute ticket=OPS-7",
      "",
      "Exit codes: 0 acknowledged, 1 internal, 2 usage, 3 invalid event, 4 broker unreachable,",
      "5 not allowed, 6 outcome unknown."
    })
final class PublishDeploymentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RELEASE", description = "The release number, any text.")
  private String release = "";

  @Parameters(
      index = "1..2",
      arity = "0..2",
      paramLabel = "DATETIME",
      description = {
        "When it was deployed; default: now. '2012-07-08 11:14:15' (local), RFC 3339,",
        "or seconds since 1970."
      })
  private List<String> time = new ArrayList<>();

  @Mixin private EventOptions event;
  @Mixin private KafkaOptions kafka;
  @Mixin private RegistryOptions registry;

  @Option(names = "--dry-run", description = "Print the record and contact nobody.")
  private boolean dryRun;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default: text.")
  private OutputFormat output = OutputFormat.TEXT;

  @Option(
      names = "--best-effort",
      description = "Turn every failure but wrong usage into a warning and exit 0.")
  @SuppressWarnings("UnusedVariable") // Main asks for it where failures become exit codes.
  private boolean bestEffort;

  @Override
  public Integer call() {
    refuseEmptyValues();
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    DeploymentEvent announced = announced(surroundings);
    String topic = kafka.topics().deployments();
    if (dryRun) {
      return print(surroundings, record(topic, announced));
    }
    EventPublisher publisher =
        new EventPublisher(
            registry.addTo(kafka.properties(surroundings.err())),
            surroundings.startedNanos() + kafka.timeout().toNanos());
    RecordMetadata place = publish(publisher, topic, announced, surroundings);
    // What was said is not taken back because nobody listens: the exit code tells.
    surroundings.out().println(success(announced, place));
    return ExitCode.ACKNOWLEDGED.code();
  }

  private static RecordMetadata publish(
      EventPublisher publisher, String topic, DeploymentEvent event, Surroundings surroundings) {
    Thread interrupted =
        new Thread(
            () ->
                surroundings
                    .err()
                    .printf(
                        "deploycast: interrupted; %s (event %s)%n",
                        publisher.stage().words(), event.id()));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      return publisher.publish(topic, event);
    } finally {
      removeHook(interrupted);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook says why.
    }
  }

  private DeploymentEvent announced(Surroundings surroundings) {
    try {
      return event.toEvent(release, deployedAt(surroundings), surroundings.zone());
    } catch (InvalidEventException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Instant deployedAt(Surroundings surroundings) {
    if (time.isEmpty()) {
      return surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
    String text = String.join(" ", time);
    TimeText parsed;
    try {
      parsed = TimeText.parse(text, surroundings.zone());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("DATETIME " + e.getMessage(), e);
    }
    if (parsed.local()) {
      surroundings
          .err()
          .printf(
              "deployedAt %s ('%s' taken as %s, no zone was given)%n",
              parsed.instant(), text, surroundings.zone());
    }
    return parsed.instant();
  }

  private void refuseEmptyValues() {
    for (ArgSpec argument : spec.commandLine().getParseResult().matchedArgs()) {
      boolean empty =
          argument.originalStringValues().stream().anyMatch(String::isEmpty)
              || argument.stringValues().stream().anyMatch(String::isEmpty);
      if (empty) {
        String name =
            argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        throw new ParameterException(
            spec.commandLine(), name + " must not be empty; leave it out instead");
      }
    }
  }

  private String success(DeploymentEvent event, RecordMetadata place) {
    if (output == OutputFormat.TEXT) {
      return "published %s: %s-%d@%d, event %s"
          .formatted(event.release(), place.topic(), place.partition(), place.offset(), event.id());
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", "acknowledged");
    json.put("eventId", event.id());
    json.put("release", event.release());
    json.put("deployedAt", event.deployedAt().toString());
    json.put("topic", place.topic());
    json.put("partition", place.partition());
    json.put("offset", place.offset());
    return json.toString();
  }

  private String record(String topic, DeploymentEvent event) {
    String value = new String(EventJson.toBytes(event), StandardCharsets.UTF_8);
    if (output == OutputFormat.TEXT) {
      StringBuilder text = new StringBuilder();
      text.append("topic: ").append(topic).append('\n');
      text.append("key: ").append(event.key()).append('\n');
      EventHeaders.of(event)
          .forEach(
              (name, content) ->
                  text.append("header ").append(name).append(": ").append(content).append('\n'));
      return text.append("value: ").append(value).toString();
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", topic);
    json.put("key", event.key());
    ObjectNode headers = json.putObject("headers");
    EventHeaders.of(event).forEach(headers::put);
    json.set("value", EventJson.toTree(event));
    return json.toString();
  }

  /** Here the output is all there is, so it has to get out. */
  static int print(Surroundings surroundings, String text) {
    surroundings.out().println(text);
    surroundings.out().flush();
    if (surroundings.out().checkError()) {
      surroundings.err().println("deploycast: standard output must be writable, was not");
      return ExitCode.INTERNAL.code();
    }
    return ExitCode.ACKNOWLEDGED.code();
  }
}
