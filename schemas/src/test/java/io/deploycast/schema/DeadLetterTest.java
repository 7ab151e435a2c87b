package io.deploycast.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.schema.DeadLetter.ValueState;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterTest {
  private static final EventSchema SCHEMA = EventSchema.deadLetter();
  private static final String ORIGIN = "deployments-3@42 2026-01-02T03:04:05.006Z";

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        "deployments.dlq",
        0,
        7,
        1_767_323_045_678L,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        key == null ? null : key.getBytes(UTF_8),
        value,
        headers,
        Optional.empty());
  }

  private static Headers headers(String... namesAndTexts) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      ControlHeaders.replace(headers, namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return headers;
  }

  @ParameterizedTest
  @EnumSource(DeadLetterReason.class)
  void isShownAsItsSchemaSays(DeadLetterReason reason) {
    for (ValueState state : ValueState.values()) {
      Headers headers =
          headers(
              ControlHeaders.ORIGIN, ORIGIN,
              ControlHeaders.REASON, reason.name(),
              ControlHeaders.LAST_ERROR, "HTTP 500",
              ControlHeaders.LAST_STATUS, "500",
              ControlHeaders.ATTEMPT, "7",
              ControlHeaders.POINTER, "/release",
              ControlHeaders.REDRIVE, "2",
              ControlHeaders.FIRST_FAILURE, "2026-01-02T03:00:00Z",
              ControlHeaders.VALUE, state.headerText());
      byte[] value = "{\"service\":\"shop\"}".getBytes(UTF_8);
      DeadLetter dead =
          DeadLetter.read(record("audit|0123456789abcdef", value, headers)).orElseThrow();

      assertThat(SCHEMA.firstViolation(dead.toJson())).isEmpty();
      assertThat(dead.target()).isEqualTo("audit");
      assertThat(dead.eventId()).isEqualTo("0123456789abcdef");
      assertThat(dead.reason()).isEqualTo(reason);
      assertThat(dead.attempts()).isEqualTo(7);
      assertThat(dead.lastStatus()).isEqualTo(500);
      assertThat(dead.redrives()).isEqualTo(2);
      assertThat(dead.service()).isEqualTo("shop");
      assertThat(dead.value()).isEqualTo(state);
      assertThat(dead.failedAt()).isEqualTo(Instant.ofEpochMilli(1_767_323_045_678L));
    }
  }

  @Test
  void knowsARecordWithoutReadableIdByItsOrigin() {
    Headers headers = headers(ControlHeaders.ORIGIN, ORIGIN, ControlHeaders.REASON, "INVALID_JSON");
    DeadLetter dead =
        DeadLetter.read(record("audit|deployments-3-42", new byte[0], headers)).orElseThrow();

    assertThat(dead.eventId()).isNull();
    assertThat(SCHEMA.firstViolation(dead.toJson())).isEmpty();
  }

  @Test
  void isNotReadFromTombstonesAndForeignRecords() {
    Headers fine = headers(ControlHeaders.ORIGIN, ORIGIN, ControlHeaders.REASON, "REJECTED");

    assertThat(DeadLetter.read(record("audit|0123456789abcdef", null, fine))).isEmpty();
    assertThat(DeadLetter.read(record(null, new byte[0], fine))).isEmpty();
    assertThat(DeadLetter.read(record("no bar", new byte[0], fine))).isEmpty();
    assertThat(DeadLetter.read(record("a|b", new byte[0], new RecordHeaders()))).isEmpty();
    assertThat(
            DeadLetter.read(
                record(
                    "a|b",
                    new byte[0],
                    headers(ControlHeaders.ORIGIN, "x", ControlHeaders.REASON, "y"))))
        .isEmpty();
  }

  @Test
  void toleratesRubbishInTheHeadersThatAreNotNeeded() {
    Headers headers =
        headers(
            ControlHeaders.ORIGIN, ORIGIN,
            ControlHeaders.REASON, "REJECTED",
            ControlHeaders.ATTEMPT, "many",
            ControlHeaders.LAST_STATUS, "teapot",
            ControlHeaders.FIRST_FAILURE, "long ago",
            ControlHeaders.VALUE, "?");

    assertThat(DeadLetter.read(record("a|0123456789abcdef", new byte[0], headers)))
        .hasValueSatisfying(
            dead -> {
              assertThat(dead.attempts()).isZero();
              assertThat(dead.lastStatus()).isNull();
              assertThat(dead.firstFailure()).isNull();
              assertThat(dead.value()).isEqualTo(ValueState.ORIGINAL);
            });
  }
}
