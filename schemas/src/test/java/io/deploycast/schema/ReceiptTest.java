package io.deploycast.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private static Receipt receipt(Receipt.Outcome outcome, String reason, Integer status) {
    return new Receipt(
        "event-0123456789",
        "grafana",
        outcome,
        reason,
        2,
        status,
        TIME.plusSeconds(61),
        new Origin("deployments", 3, 42, TIME));
  }

  @ParameterizedTest
  @EnumSource
  void isWrittenAsTheSchemaSaysAndReadBack(Receipt.Outcome outcome) {
    Receipt receipt = receipt(outcome, outcome == Receipt.Outcome.DELIVERED ? null : "why", 200);

    assertThat(EventSchema.receipt().firstViolation(receipt.toJson())).isEmpty();
    assertThat(Receipt.read(receipt.toJson().toString().getBytes(StandardCharsets.UTF_8)))
        .contains(receipt);
    assertThat(receipt.latencyMillis()).isEqualTo(61_000);
  }

  @Test
  void cutsAReasonToWhatTheSchemaAllows() {
    Receipt receipt = receipt(Receipt.Outcome.DEAD_LETTERED, "\u001b😀".repeat(2_000), null);

    assertThat(EventSchema.receipt().firstViolation(receipt.toJson())).isEmpty();
    assertThat(receipt.reason()).startsWith("\\u001B😀").endsWith("…");
  }

  @Test
  void isInThePartitionOfItsEventWhateverTheTarget() {
    assertThat(Receipt.partition("event-0123456789", 6)).isBetween(0, 5);
    assertThat(receipt(Receipt.Outcome.FILTERED, null, null).key())
        .isEqualTo("event-0123456789|grafana");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "{\"outcome\":\"delivered\"}"})
  void readsNothingFromWhatIsNoReceipt(String value) {
    assertThat(Receipt.read(value.getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(Receipt.read(null)).isEmpty();
  }
}
