package io.deploycast.cli.event;

import com.github.f4b6a3.uuid.UuidCreator;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.DeploymentStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
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
          "Identity of the event, 16 to 128 characters of A-Z a-z 0-9 _ -; default: a new UUIDv7.")
  private @Nullable String eventId;

  @Option(
      names = "--deployment-id",
      paramLabel = "ID",
      description = "Ties the event of a start to the event of its end; default: the event's id.")
  private @Nullable String deploymentId;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "What was deployed; also the record key.")
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
      description = "The repository it was built from.")
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
   * The event.
   *
   * @throws io.deploycast.schema.InvalidEventException when a property breaks a rule
   * @throws IllegalArgumentException when a time cannot be read; the message names the option
   */
  public DeploymentEvent toEvent(String release, Instant deployedAt, ZoneId zone) {
    String id = eventId == null ? UuidCreator.getTimeOrderedEpoch().toString() : eventId;
    return DeploymentEvent.builder(id, release, deployedAt)
        .deploymentId(deploymentId)
        .startedAt(time("--started-at", startedAt, zone))
        .committedAt(time("--committed-at", committedAt, zone))
        .service(service)
        .environment(environment)
        .status(status)
        .previousRelease(previousRelease)
        .commit(commit)
        .branch(branch)
        .repository(repository)
        .actor(actor)
        .url(url)
        .description(description)
        .attributes(attributes)
        .build();
  }

  private static @Nullable Instant time(String option, @Nullable String text, ZoneId zone) {
    if (text == null) {
      return null;
    }
    try {
      return TimeText.parse(text, zone).instant();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }

  static final class StatusConverter implements ITypeConverter<DeploymentStatus> {
    @Override
    public DeploymentStatus convert(String text) {
      return DeploymentStatus.ofWireName(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be one of %s, was '%s'".formatted(DeploymentStatus.wireNames(), text)));
    }
  }
}
