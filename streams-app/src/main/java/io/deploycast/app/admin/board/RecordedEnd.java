package io.deploycast.app.admin.board;

import io.deploycast.schema.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt says of one delivery.
 *
 * @param reason why it was not delivered, or null
 * @param status HTTP status of the last attempt, or null
 */
public record RecordedEnd(
    Receipt.Outcome outcome,
    int attempts,
    @Nullable Integer status,
    @Nullable String reason,
    Instant finishedAt,
    long latencyMillis) {

  static RecordedEnd of(Receipt receipt) {
    return new RecordedEnd(
        receipt.outcome(),
        receipt.attempts(),
        receipt.status(),
        receipt.reason(),
        receipt.finishedAt(),
        receipt.latencyMillis());
  }
}
