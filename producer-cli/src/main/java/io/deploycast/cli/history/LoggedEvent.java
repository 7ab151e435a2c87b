package io.deploycast.cli.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.ReadResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event and where it stands on the log. Immutable, except that nobody may write to what {@link
 * #json} gives.
 */
public final class LoggedEvent {
  private static final String SUCCEEDED = "succeeded";

  private final int partition;
  private final long offset;
  private final long recordedMillis;
  private final byte[] json;

  /** Whether it is a {@link PrintableEvent}. */
  private final boolean printable;

  /** Those that the event has; null until somebody asks, which may be nobody. */
  private @Nullable Map<Property, String> texts;

  private LoggedEvent(
      ConsumerRecord<byte[], byte[]> record, byte[] json, @Nullable Map<Property, String> texts) {
    this.partition = record.partition();
    this.offset = record.offset();
    this.recordedMillis = record.timestamp();
    this.json = json;
    this.printable = texts == null;
    this.texts = texts;
  }

  /** One whose JSON is a {@link PrintableEvent}. */
  static LoggedEvent printable(ConsumerRecord<byte[], byte[]> record, byte[] json) {
    return new LoggedEvent(record, json, null);
  }

  /** Any other, of which these are the texts. */
  static LoggedEvent read(
      ConsumerRecord<byte[], byte[]> record, byte[] json, Map<Property, String> texts) {
    return new LoggedEvent(record, json, texts);
  }

  public int partition() {
    return partition;
  }

  public long offset() {
    return offset;
  }

  /** When the record was written. */
  public Instant recordedAt() {
    return Instant.ofEpochMilli(recordedMillis);
  }

  /** The event as it was written: one valid JSON document in UTF-8, without any frame. */
  public byte[] json() {
    return json;
  }

  /** Whether {@link #json} is one line of printable ASCII, known to harm nobody. */
  boolean isPrintable() {
    return printable;
  }

  private Map<Property, String> texts() {
    Map<Property, String> read = texts;
    if (read == null) {
      read = Objects.requireNonNull(PlainEvent.texts(json), "a printable event is a plain one");
      texts = read;
    }
    return read;
  }

  /** A property; status and deploymentId are filled in where they were left out, others null. */
  public @Nullable String text(Property property) {
    String text = texts().get(property);
    if (text != null) {
      return text;
    }
    return switch (property) {
      case STATUS -> SUCCEEDED;
      case DEPLOYMENT_ID -> texts().get(Property.ID);
      default -> null;
    };
  }

  /** A property that every event has, or that is filled in. */
  public String required(Property property) {
    String text = text(property);
    if (text == null) {
      throw new IllegalArgumentException(property + " is not required");
    }
    return text;
  }

  /** A time; null when the event has none of that name. */
  public @Nullable Instant time(Property property) {
    String text = text(property);
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  /** When the deployment took place. */
  public Instant deployedAt() {
    return OffsetDateTime.parse(required(Property.DEPLOYED_AT)).toInstant();
  }

  /** All of it, with what was left out filled in. */
  public ObjectNode tree() {
    try {
      ObjectNode tree = (ObjectNode) EventJson.mapper().readTree(json);
      tree.put(Property.STATUS.jsonName(), text(Property.STATUS));
      tree.put(Property.DEPLOYMENT_ID.jsonName(), text(Property.DEPLOYMENT_ID));
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException("an event that was read once", e);
    }
  }

  static Map<Property, String> textsOf(ReadResult.Valid valid) {
    Map<Property, String> texts = new EnumMap<>(Property.class);
    for (Property property : Property.values()) {
      String text = valid.event().json().path(property.jsonName()).textValue();
      if (text != null) {
        texts.put(property, text);
      }
    }
    return texts;
  }
}
