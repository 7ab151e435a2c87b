package io.deploycast.app.admin.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Excerpt;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the board remembers it: all facts, and where its value stands, but not the
 * value.
 *
 * @param facts the dead letter; its {@code valueBytes} are empty
 * @param position where its record stands in the dead-letter topic
 * @param valueSize size of the value in bytes
 * @param release the event's release, as far as the value can be read, or null
 * @param environment likewise
 */
public record ShelvedLetter(
    DeadLetter facts,
    Position position,
    int valueSize,
    @Nullable String release,
    @Nullable String environment) {
  /** Largest value that is looked into for a list: a usual event is a hundredth of it. */
  private static final int MOST_LOOKED_INTO = 64 * 1024;

  static ShelvedLetter of(DeadLetter dead, ConsumerRecord<byte[], byte[]> record) {
    JsonNode event = eventOf(dead);
    return new ShelvedLetter(
        withoutValue(dead),
        new Position(record.timestamp(), record.partition(), record.offset()),
        dead.valueBytes().length,
        text(event, "release"),
        text(event, "environment"));
  }

  /** The facts as the dead-letter schema says, and what the event is about. */
  public ObjectNode toJson() {
    ObjectNode json = facts.toJson();
    json.remove("valueBytes");
    json.put("valueSize", valueSize);
    put(json, "release", release);
    put(json, "environment", environment);
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable String text) {
    if (text != null) {
      json.put(name, text);
    }
  }

  private static JsonNode eventOf(DeadLetter dead) {
    if (dead.value() != DeadLetter.ValueState.ORIGINAL
        || dead.valueBytes().length > MOST_LOOKED_INTO) {
      return MissingNode.getInstance();
    }
    try {
      byte[] value = dead.valueBytes();
      int begin = Board.beginOfJson(value);
      return EventJson.mapper().readTree(value, begin, value.length - begin);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String text(JsonNode event, String name) {
    String text = event.path(name).textValue();
    return text == null ? null : Excerpt.of(text);
  }

  private static DeadLetter withoutValue(DeadLetter dead) {
    return new DeadLetter(
        dead.key(),
        dead.target(),
        dead.eventId(),
        dead.service(),
        dead.reason(),
        dead.error(),
        dead.pointer(),
        dead.attempts(),
        dead.lastStatus(),
        dead.firstFailure(),
        dead.failedAt(),
        dead.redrives(),
        dead.origin(),
        dead.value(),
        new byte[0]);
  }
}
