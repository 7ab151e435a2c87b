package io.deploycast.schema.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetterReason;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Makes dead letters as they stand on the topic. */
final class StoredDeadLetters {
  static final Instant FAILED_AT = Instant.parse("2026-01-02T03:04:05Z");

  private final Headers headers = new RecordHeaders();
  private String value = "{\"service\":\"shop\"}";

  StoredDeadLetters() {
    with(ControlHeaders.ORIGIN, "deployments-3@42 2026-01-02T03:00:00Z");
    with(ControlHeaders.REASON, DeadLetterReason.REJECTED.name());
    with(ControlHeaders.LAST_STATUS, "422");
    with(ControlHeaders.LAST_ERROR, "HTTP 422");
    with(ControlHeaders.ATTEMPT, "1");
    with(ControlHeaders.KEY, "shop");
    with("ce_id", "event-0123456789");
  }

  StoredDeadLetters with(String header, String text) {
    ControlHeaders.replace(headers, header, text);
    return this;
  }

  StoredDeadLetters without(String header) {
    headers.remove(header);
    return this;
  }

  StoredDeadLetters value(String text) {
    value = text;
    return this;
  }

  StoredDeadLetter at(String key) {
    return StoredDeadLetter.read(
            new ConsumerRecord<>(
                "deployments.dlq",
                2,
                7,
                FAILED_AT.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key.getBytes(UTF_8),
                value.getBytes(UTF_8),
                headers,
                Optional.empty()))
        .orElseThrow();
  }
}
