package io.deploycast.cli.event;

import io.deploycast.cli.Surroundings;
import io.deploycast.cli.ci.CiFact;
import io.deploycast.cli.ci.CiRun;
import io.deploycast.cli.ci.CiText;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.DeploymentStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options for every property of an event but release and time. */
public final class EventOptions {
  @Option(
      names = "--event-id",
      paramLabel = "ID",
      description =
          "Identity of the event, 16 to 128 characters of A-Z a-z 0-9 _ -; default: in CI one that"
              + " follows from run, attempt, job and event, else a new UUIDv7.")
  private @Nullable String eventId;

  @Option(
      names = "--new-id",
      description = "Make a new UUIDv7 in CI, too, so that announcing again is a new event.")
  private boolean newId;

  @Option(
      names = "--deployment-id",
      paramLabel = "ID",
      description =
          "Ties the event of a start to the event of its end; default: in CI one that both have,"
              + " else the event's id.")
  private @Nullable String deploymentId;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "What was deployed; also the record key. Default in CI: the repository's name.")
  private @Nullable String service;

  @Option(names = "--environment", paramLabel = "NAME", description = "Where it was deployed.")
  private @Nullable String environment;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      defaultValue = "succeeded",
      converter = StatusConverter.class,
      description = "started, succeeded, failed or rolled_back; default: succeeded.")
  private DeploymentStatus status = DeploymentStatus.SUCCEEDED;

  @Option(
      names = "--previous-release",
      paramLabel = "RELEASE",
      description = "The release that was there before.")
  private @Nullable String previousRelease;

  @Option(names = "--commit", paramLabel = "SHA", description = "The deployed commit.")
  private @Nullable String commit;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "The branch or tag it was built from.")
  private @Nullable String branch;

  @Option(
      names = "--repository",
      paramLabel = "URL",
      description = "The repository it was built from; user, password and query are left out.")
  private @Nullable String repository;

  @Option(names = "--actor", paramLabel = "NAME", description = "Who or what deployed.")
  private @Nullable String actor;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A page about this deployment, usually the CI run.")
  private @Nullable String url;

  @Option(names = "--description", paramLabel = "TEXT", description = "Free text for people.")
  private @Nullable String description;

  @Option(names = "--started-at", paramLabel = "TIME", description = "When the deployment began.")
  private @Nullable String startedAt;

  @Option(
      names = "--committed-at",
      paramLabel = "TIME",
      description = "When the deployed commit was made.")
  private @Nullable String committedAt;

  @Option(
      names = "--attribute",
      paramLabel = "NAME=VALUE",
      description = "A further fact; repeatable.")
  private Map<String, String> attributes = new LinkedHashMap<>();

  /**
   * The event; what no option says is taken from the CI run.
   *
   * @throws io.deploycast.schema.InvalidEventException when a property breaks a rule
   * @throws IllegalArgumentException when an option cannot be read or contradicts another; the
   *     message names it
   */
  public DeploymentEvent toEvent(
      String release, Instant deployedAt, Surroundings surroundings, CiRun run) {
    if (newId && eventId != null) {
      throw new IllegalArgumentException("--new-id must not be given together with --event-id");
    }
    String ourService = orDetected(service, run, CiFact.SERVICE);
    String ourEnvironment = orDetected(environment, run, CiFact.ENVIRONMENT);
    EventIds ids = new EventIds(run);
    Supplier<ZoneId> zone = surroundings.zone();
    return DeploymentEvent.builder(
            id(ids.event(ourService, ourEnvironment, release, status), surroundings.clock()),
            release,
            deployedAt)
        .deploymentId(
            deploymentId != null
                ? deploymentId
                : ids.deployment(ourService, ourEnvironment, release).orElse(null))
        .startedAt(time("--started-at", startedAt, zone))
        .committedAt(time("--committed-at", committedAt, zone))
        .service(ourService)
        .environment(ourEnvironment)
        .status(status)
        .previousRelease(previousRelease)
        .commit(orDetected(commit, run, CiFact.COMMIT))
        .branch(orDetected(branch, run, CiFact.BRANCH))
        .repository(clean(orDetected(repository, run, CiFact.REPOSITORY)))
        .actor(orDetected(actor, run, CiFact.ACTOR))
        .url(orDetected(url, run, CiFact.URL))
        .description(description)
        .attributes(attributes)
        .build();
  }

  /** Whether every event is to have an id that no other has. */
  public boolean wantsNewId() {
    return newId;
  }

  private String id(Optional<String> derived, InstantSource clock) {
    if (eventId != null) {
      return eventId;
    }
    return newId || derived.isEmpty()
        ? StandardUuid.timeOrdered(clock.instant()).toString()
        : derived.get();
  }

  private static @Nullable String orDetected(@Nullable String given, CiRun run, CiFact fact) {
    return given == null ? run.fact(fact) : given;
  }

  /** An event goes to many tools, so no token goes with it, whoever put it there. */
  private static @Nullable String clean(@Nullable String address) {
    return address == null ? null : CiText.withoutCredentials(address);
  }

  private static @Nullable Instant time(
      String option, @Nullable String text, Supplier<ZoneId> zone) {
    if (text == null) {
      return null;
    }
    try {
      return TimeText.parse(text, zone.get()).instant();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }

  static final class StatusConverter implements ITypeConverter<DeploymentStatus> {
    @Override
    public DeploymentStatus convert(String text) {
      Optional<DeploymentStatus> status = DeploymentStatus.ofWireName(text);
      if (status.isEmpty()) {
        throw new TypeConversionException(
            "must be one of %s, was '%s'".formatted(DeploymentStatus.wireNames(), text));
      }
      return status.get();
    }
  }
}
