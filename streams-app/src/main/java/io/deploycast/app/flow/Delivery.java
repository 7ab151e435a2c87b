package io.deploycast.app.flow;

import io.deploycast.app.delivery.Progress;
import io.deploycast.schema.ReceivedEvent;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the target, as long as this instance carries it. Immutable.
 *
 * @param message the record it came in, handed on unchanged when the attempt fails
 * @param flow the partition it was read from
 * @param slot its place in that partition's offset window
 * @param lane events of one lane are attempted one after the other; null for no lane
 */
public record Delivery(
    Message message,
    ReceivedEvent event,
    Progress progress,
    PartitionFlow flow,
    long slot,
    @Nullable String lane) {}
