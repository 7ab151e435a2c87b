package io.deploycast.schema.registry;

import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.ReadResult.Invalid;
import io.deploycast.schema.Violation;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a topic, plain and framed ones side by side. A framed value is read by the
 * open schema, as a plain one is; of the registry it takes that the id is known and is that of an
 * event, never the schema's text. Thread-safe; make one and share it.
 */
public final class RecordReader {
  private final EventReader reader;
  private final @Nullable SchemaLookups lookups;

  private RecordReader(EventReader reader, @Nullable SchemaLookups lookups) {
    this.reader = reader;
    this.lookups = lookups;
  }

  /** A reader that can look up no id. */
  public static RecordReader plain(EventReader reader) {
    return new RecordReader(reader, null);
  }

  /** A reader with a registry. */
  public static RecordReader with(EventReader reader, SchemaLookups lookups) {
    return new RecordReader(reader, lookups);
  }

  /**
   * The event, or why the value is none; empty while the registry is asked for its schema id. Never
   * blocks: ask again.
   */
  public Optional<ReadResult> read(byte @Nullable [] value, Headers headers) {
    Header id = headers.lastHeader(WireFormat.ID_HEADER);
    if (id != null && id.value() != null) {
      return invalid(
          "must have its schema id before the JSON, had it in header %s only (GUID %s); its producer needs value.schema.id.serializer=io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer"
              .formatted(WireFormat.ID_HEADER, WireFormat.guid(id.value())));
    }
    if (value == null || !WireFormat.isFramed(value)) {
      return Optional.of(reader.read(value));
    }
    Optional<Violation> flaw = WireFormat.flaw(value);
    if (flaw.isPresent()) {
      return invalid(flaw.get().message());
    }
    if (lookups == null) {
      return invalid(
          "must be plain JSON, was framed with schema id %d, and no registry is configured; set schemaRegistry.url"
              .formatted(WireFormat.id(value)));
    }
    return lookups.find(WireFormat.id(value)).map(finding -> read(value, finding));
  }

  private ReadResult read(byte[] value, SchemaFinding finding) {
    return finding instanceof SchemaFinding.Unusable unusable
        ? new Invalid(DeadLetterReason.SCHEMA_UNKNOWN, new Violation("", unusable.why()))
        : reader.read(value, WireFormat.PREFIX);
  }

  private static Optional<ReadResult> invalid(String message) {
    return Optional.of(new Invalid(DeadLetterReason.SCHEMA_UNKNOWN, new Violation("", message)));
  }
}
