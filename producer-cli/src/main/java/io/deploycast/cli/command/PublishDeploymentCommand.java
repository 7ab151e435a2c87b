package io.deploycast.cli.command;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.event.EventFile;
import io.deploycast.cli.event.EventOptions;
import io.deploycast.cli.event.TimeText;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.RegistryOptions;
import io.deploycast.cli.trace.TraceOptions;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.InvalidEventException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Announces one deployment, or all those of a file. */
@Command(
    name = "publish",
    description = "Announces a deployment and says with the exit code whether Kafka has it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "In CI, service, commit, branch, repository, actor, url and environment are",
      "taken from the CI system's variables unless an option says otherwise;",
      "--show-detected prints them.",
      "",
      "Examples:",
      "  deploycast publish 2016.20",
      "  deploycast publish 2016.20 \"2012-07-08 11:14:15\"",
      "  deploycast publish 2016.20 2012-07-08T09:14:15Z --service shop",
      "  deploycast publish 2016.20 --best-effort --timeout 5s --attribute ticket=OPS-7",
      "  deploycast publish 2016.20 --wait-for grafana,datadog --wait 60s",
      "  deploycast publish --file events.jsonl",
      "",
      "Exit codes: 0 acknowledged, 1 internal, 2 usage, 3 invalid event,",
      "4 broker unreachable, 5 not allowed, 6 outcome unknown, 7 not delivered to",
      "those of --wait-for."
    })
final class PublishDeploymentCommand implements Callable<Integer> {
  /** Says something of events and goes with a file all the same. */
  private static final String NEW_ID = "--new-id";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RELEASE",
      description = "The release number, any text.")
  private @Nullable String release;

  @Parameters(
      index = "1..2",
      arity = "0..1",
      paramLabel = "DATETIME",
      description = {
        "When it was deployed; default: now. '2012-07-08 11:14:15' (local), RFC 3339,",
        "or seconds since 1970."
      })
  private List<String> time = new ArrayList<>();

  @Mixin private EventOptions event;
  @Mixin private SourceOptions source;
  @Mixin private KafkaOptions kafka;
  @Mixin private RegistryOptions registry;
  @Mixin private WaitOptions wait;
  @Mixin private TraceOptions tracing;

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
    GivenArguments given = new GivenArguments(spec);
    given.refuseEmptyValues();
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    if (source.showsDetected()) {
      return print(surroundings, PublishedText.detected(output, source.run(surroundings)));
    }
    Optional<EventFile> file = source.file(surroundings);
    file.ifPresent(it -> given.refuseMixinsWith("--file", List.of("event", "wait"), NEW_ID));
    List<DeploymentEvent> events =
        file.map(it -> it.read(now(surroundings), event.wantsNewId()))
            .orElseGet(() -> List.of(announced(surroundings)));
    if (dryRun) {
      return print(surroundings, records(events, surroundings));
    }
    Publication publication = new Publication(kafka, registry, tracing, output, surroundings);
    return file.isPresent() ? publication.ofAll(events) : publication.ofOne(events.get(0), wait);
  }

  private String records(List<DeploymentEvent> events, Surroundings surroundings) {
    String topic = kafka.topics().deployments();
    Map<String, String> trace = tracing.parent(surroundings.environment(), surroundings.err());
    return events.stream()
        .map(it -> PublishedText.record(output, topic, it, trace))
        .collect(Collectors.joining("\n"));
  }

  private DeploymentEvent announced(Surroundings surroundings) {
    if (release == null) {
      throw new ParameterException(
          spec.commandLine(), "RELEASE is required, unless --file names events");
    }
    try {
      return event.toEvent(
          release, deployedAt(surroundings), surroundings, source.run(surroundings));
    } catch (InvalidEventException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Instant now(Surroundings surroundings) {
    return surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Instant deployedAt(Surroundings surroundings) {
    if (time.isEmpty()) {
      return now(surroundings);
    }
    String text = String.join(" ", time);
    TimeText parsed;
    try {
      parsed = TimeText.parse(text, surroundings.zone().get());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("DATETIME " + e.getMessage(), e);
    }
    if (parsed.local()) {
      surroundings
          .err()
          .printf(
              "deployedAt %s ('%s' taken as %s, no zone was given)%n",
              parsed.instant(), text, surroundings.zone().get());
    }
    return parsed.instant();
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
