package io.deploycast.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as a reader sees it: valid by the open schema, with every property the writer gave, also
 * those that this version does not know. Treat {@code json} as immutable: it is shared.
 *
 * @param json the event; {@code status} and {@code deploymentId} are filled in when left out
 * @param id the event's id
 * @param deployedAt when the deployment took place
 * @param service what was deployed, or null
 * @param since when the record entered the topic it was read from, or null when that is not known
 * @param trace its place in a trace, or null
 */
public record ReceivedEvent(
    ObjectNode json,
    String id,
    Instant deployedAt,
    @Nullable String service,
    @Nullable Instant since,
    @Nullable TraceContext trace) {

  /** An event by its value alone. */
  public ReceivedEvent(ObjectNode json, String id, Instant deployedAt, @Nullable String service) {
    this(json, id, deployedAt, service, null, null);
  }

  /** The same event, as it came in a record. */
  public ReceivedEvent in(Instant recordedAt, @Nullable TraceContext context) {
    return new ReceivedEvent(json, id, deployedAt, service, recordedAt, context);
  }

  /** The same event at another place of its trace. */
  public ReceivedEvent at(TraceContext context) {
    return new ReceivedEvent(json, id, deployedAt, service, since, context);
  }
}
