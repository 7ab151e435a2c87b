package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.event.EventFile;
import io.deploycast.cli.event.EventOptions;
import io.deploycast.cli.event.TimeText;
import io.deploycast.cli.kafka.EventPublisher;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.RegistryOptions;
import io.deploycast.cli.trace.PublishTrace;
import io.deploycast.cli.trace.TraceOptions;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;
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
    String topic = kafka.topics().deployments();
    if (dryRun) {
      Map<String, String> trace = tracing.parent(surroundings.environment(), surroundings.err());
      return print(
          surroundings,
          events.stream()
              .map(it -> PublishedText.record(output, topic, it, trace))
              .collect(Collectors.joining("\n")));
    }
    return file.isPresent()
        ? publishAll(topic, events, surroundings)
        : publishOne(topic, events.get(0), surroundings);
  }

  private int publishOne(String topic, DeploymentEvent announced, Surroundings surroundings) {
    Map<String, Object> client = kafka.properties(surroundings.err());
    EventPublisher publisher = publisher(client, surroundings);
    String receipts = kafka.topics().receipts();
    try (DeliveryWait delivery =
        DeliveryWait.begin(wait, client, receipts, announced, toLook(surroundings))) {
      return Interruption.told(
          surroundings.err(),
          () -> publisher.standing(1) + " (event " + announced.id() + ")",
          () -> {
            RecordMetadata place =
                traced(
                    publisher,
                    List.of(announced),
                    surroundings,
                    it -> it.publish(topic, announced));
            return say(surroundings, announced, place, delivery);
          });
    }
  }

  private <T> T traced(
      EventPublisher publisher,
      List<DeploymentEvent> events,
      Surroundings surroundings,
      Function<EventPublisher, T> publication) {
    PublishTrace trace =
        tracing.begin(surroundings.environment(), surroundings.clock(), surroundings.err());
    String error = null;
    try {
      return publication.apply(publisher.with(trace.headers()));
    } catch (FailedException e) {
      error = e.getMessage();
      throw e;
    } finally {
      trace.ended(kafka.topics().deployments(), events, error, left(surroundings));
    }
  }

  private int say(
      Surroundings surroundings,
      DeploymentEvent announced,
      RecordMetadata place,
      DeliveryWait delivery) {
    // What was said is not taken back because nobody listens: the exit code tells.
    if (output == OutputFormat.TEXT) {
      surroundings.out().println(PublishedText.line(announced, place));
    }
    if (delivery.isWanted()) {
      delivery.await();
    }
    if (output == OutputFormat.JSON) {
      ObjectNode json = PublishedText.json(announced, place);
      if (delivery.isWanted()) {
        delivery.addTo(json);
      }
      surroundings.out().println(json);
    } else if (delivery.isWanted()) {
      surroundings.out().println(delivery.text());
    }
    delivery.requireDelivered();
    return ExitCode.ACKNOWLEDGED.code();
  }

  private int publishAll(String topic, List<DeploymentEvent> events, Surroundings surroundings) {
    Map<String, Object> client = kafka.properties(surroundings.err());
    EventPublisher publisher = publisher(client, surroundings);
    List<RecordMetadata> places =
        Interruption.told(
            surroundings.err(),
            () -> publisher.standing(events.size()),
            () ->
                traced(
                    publisher,
                    events,
                    surroundings,
                    it -> it.publish(topic, events, progress(events.size(), surroundings))));
    if (output == OutputFormat.TEXT) {
      surroundings.out().println("published %d events: %s".formatted(events.size(), topic));
      return ExitCode.ACKNOWLEDGED.code();
    }
    for (int i = 0; i < events.size(); i++) {
      surroundings.out().println(PublishedText.json(events.get(i), places.get(i)));
    }
    return ExitCode.ACKNOWLEDGED.code();
  }

  /** A count on standard error, where somebody looks at it. */
  private static IntConsumer progress(int events, Surroundings surroundings) {
    if (!surroundings.errIsTerminal()) {
      return acknowledged -> {};
    }
    // A terminal shows no more than some hundred steps.
    int step = Math.max(1, events / 100);
    return acknowledged -> {
      if (acknowledged % step == 0 || acknowledged == events) {
        surroundings.err().printf("\racknowledged %d of %d", acknowledged, events);
        surroundings.err().print(acknowledged == events ? "\n" : "");
        surroundings.err().flush();
      }
    };
  }

  private EventPublisher publisher(Map<String, Object> client, Surroundings surroundings) {
    return new EventPublisher(
        registry.addTo(client), surroundings.startedNanos() + kafka.timeout().toNanos());
  }

  /** Half of what the command's time has left, at least a moment: publishing comes first. */
  private Duration toLook(Surroundings surroundings) {
    return Duration.ofMillis(Math.max(250, left(surroundings).toMillis() / 2));
  }

  private Duration left(Surroundings surroundings) {
    return Duration.ofNanos(
        surroundings.startedNanos() + kafka.timeout().toNanos() - System.nanoTime());
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
