package io.deploycast.app.flow;

import io.deploycast.schema.Origin;
import io.deploycast.schema.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one delivery ended.
 *
 * @param eventId null when the record's value could not be read
 * @param reason why it was not delivered, or null
 * @param attempts HTTP exchanges made over all retries
 * @param status HTTP status of the last one, or null
 * @param redrives how often its dead letter was redriven; 0 for a delivery from the log
 * @param origin where the event's record first stood
 */
public record DeliveryEnd(
    @Nullable String eventId,
    Receipt.Outcome outcome,
    @Nullable String reason,
    int attempts,
    @Nullable Integer status,
    int redrives,
    Origin origin,
    Instant at) {

  static DeliveryEnd delivered(Delivery delivery, int status, Instant at) {
    return new DeliveryEnd(
        delivery.event().id(),
        Receipt.Outcome.DELIVERED,
        null,
        delivery.progress().attempt(),
        status,
        delivery.progress().redrives(),
        delivery.progress().origin(),
        at);
  }

  /** The end of a delivery that the target's filter held back. */
  public static DeliveryEnd filtered(Delivery delivery, Instant at) {
    return new DeliveryEnd(
        delivery.event().id(),
        Receipt.Outcome.FILTERED,
        null,
        delivery.progress().attemptsMade(),
        null,
        delivery.progress().redrives(),
        delivery.progress().origin(),
        at);
  }
}
