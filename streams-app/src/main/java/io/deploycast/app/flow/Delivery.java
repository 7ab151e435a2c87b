package io.deploycast.app.flow;

import io.deploycast.app.delivery.Outcome;
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
 * @param dueNanos when a retry is due by the monotonic clock; null for what came from the log
 */
public record Delivery(
    Message message,
    ReceivedEvent event,
    Progress progress,
    PartitionFlow flow,
    long slot,
    @Nullable String lane,
    @Nullable Long dueNanos) {

  /** Beside its value: key, headers and what carries them, at a usual size in bytes. */
  private static final int OVERHEAD = 512;

  /** A delivery whose attempt may start at once. */
  public static Delivery ready(
      Message message,
      ReceivedEvent event,
      Progress progress,
      PartitionFlow flow,
      long slot,
      @Nullable String lane) {
    return new Delivery(message, event, progress, flow, slot, lane, null);
  }

  Delivery dueAt(long nanos) {
    return new Delivery(message, event, progress, flow, slot, lane, nanos);
  }

  /** Whether it stands behind first attempts of the log: a retry, or a redriven event. */
  boolean isSecondary() {
    return dueNanos != null || flow.kind() == SourceKind.REDRIVE;
  }

  /** About what it takes in memory, in bytes. */
  int size() {
    byte[] value = message.value();
    return OVERHEAD + (value == null ? 0 : value.length);
  }

  /** The same after a call that got that far, counted as an attempt or not. */
  Delivery after(Outcome outcome) {
    Progress after = progress.after(outcome);
    return after.equals(progress)
        ? this
        : new Delivery(message, event, after, flow, slot, lane, dueNanos);
  }
}
