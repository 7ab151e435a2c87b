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
 */
public record ReceivedEvent(
    ObjectNode json, String id, Instant deployedAt, @Nullable String service) {}
