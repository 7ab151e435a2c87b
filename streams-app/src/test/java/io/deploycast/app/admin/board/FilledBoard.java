package io.deploycast.app.admin.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.Origin;
import io.deploycast.schema.Receipt;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A board with what a test puts on it, by the records that topics would give. */
public final class FilledBoard {
  public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  public final Board board = new Board(new EventReader());
  private long offset;

  public FilledBoard() {
    board.report(null);
  }

  /** A deployment announced so many seconds after noon. */
  public void deployment(String id, String service, int second) {
    deployment(
        DeploymentEvent.builder(id, "2016." + second, NOON)
            .service(service)
            .environment("production")
            .build(),
        second);
  }

  public void deployment(DeploymentEvent event, int second) {
    board.takeDeployment(record("k", EventJson.toBytes(event), second, new RecordHeaders()));
  }

  public void receipt(String id, String target, Receipt.Outcome outcome) {
    Receipt receipt =
        new Receipt(id, target, outcome, null, 1, 200, NOON.plusSeconds(1), origin(0));
    board.takeReceipt(
        record(receipt.key(), receipt.toJson().toString().getBytes(UTF_8), 1, new RecordHeaders()));
  }

  public void deadLetter(String target, String id, DeadLetterReason reason, String error) {
    RecordHeaders headers = new RecordHeaders();
    ControlHeaders.replace(headers, ControlHeaders.ORIGIN, origin(0).toString());
    ControlHeaders.replace(headers, ControlHeaders.REASON, reason.name());
    ControlHeaders.replace(headers, ControlHeaders.LAST_ERROR, error);
    ControlHeaders.replace(headers, ControlHeaders.LAST_STATUS, "422");
    ControlHeaders.replace(headers, ControlHeaders.ATTEMPT, "1");
    DeploymentEvent event = DeploymentEvent.builder(id, "1.0", NOON).service("shop").build();
    board.takeDeadLetter(
        record(DeadLetter.keyOf(target, id), EventJson.toBytes(event), 5, headers));
  }

  public void tombstone(String target, String id) {
    board.takeDeadLetter(record(DeadLetter.keyOf(target, id), null, 9, new RecordHeaders()));
  }

  public void firstStart(String target, Instant at) {
    board.takeFirstStart(target, at);
  }

  private static Origin origin(int second) {
    return new Origin("deployments", 0, 1, NOON.plusSeconds(second));
  }

  private ConsumerRecord<byte[], byte[]> record(
      String key, byte[] value, int second, RecordHeaders headers) {
    return new ConsumerRecord<>(
        "any",
        0,
        offset++,
        NOON.plusSeconds(second).toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        key.length(),
        value == null ? 0 : value.length,
        key.getBytes(UTF_8),
        value,
        headers,
        Optional.empty());
  }
}
