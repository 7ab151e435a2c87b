package io.deploycast.cli.event;

import io.deploycast.cli.ci.CiFact;
import io.deploycast.cli.ci.CiRun;
import io.deploycast.schema.DeploymentStatus;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids that follow from what is announced, so that announcing it again from the same attempt of the
 * same CI job is the same event, and a re-run is a new one. Name-based UUIDs (RFC 9562, version 5).
 */
final class EventIds {
  /** Version 5 of the URL namespace and {@code urn:deploycast:deployment-event}. */
  private static final UUID NAMESPACE = UUID.fromString("1f765d85-65c0-5208-b449-a032656b03f3");

  private final CiRun run;

  EventIds(CiRun run) {
    this.run = run;
  }

  /** The event's id; none where no run is known. */
  Optional<String> event(
      @Nullable String service,
      @Nullable String environment,
      String release,
      DeploymentStatus status) {
    return inRun(
        "event",
        run.fact(CiFact.ATTEMPT),
        run.fact(CiFact.JOB),
        service,
        environment,
        release,
        status.wireName());
  }

  /**
   * The same for the start of a deployment and for its end, whichever jobs of the run announce
   * them.
   */
  Optional<String> deployment(
      @Nullable String service, @Nullable String environment, String release) {
    return inRun("deployment", run.fact(CiFact.ATTEMPT), service, environment, release);
  }

  /** The id of an event known by its content alone. */
  static String ofContent(String json) {
    return StandardUuid.nameBased(NAMESPACE, json).toString();
  }

  private Optional<String> inRun(String kind, @Nullable String... parts) {
    String id = run.fact(CiFact.RUN);
    if (id == null) {
      return Optional.empty();
    }
    StringBuilder name = new StringBuilder(kind).append('\0').append(run.system());
    name.append('\0').append(id);
    for (String part : parts) {
      // No text has a NUL in it, so no two lists of parts make the same name.
      name.append('\0').append(part == null ? "" : part);
    }
    return Optional.of(ofContent(name.toString()));
  }
}
