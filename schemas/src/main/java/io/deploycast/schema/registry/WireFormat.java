package io.deploycast.schema.registry;

import io.deploycast.schema.Violation;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * The field's frame around a JSON value:
 *
 * <pre>00 | 4 bytes schema id, big-endian | JSON in UTF-8</pre>
 */
final class WireFormat {
  /** Where the JSON begins. */
  static final int PREFIX = 5;

  /** In which newer serializers name the schema, instead of a frame around the value. */
  static final String ID_HEADER = "__value_schema_id";

  private static final byte ID = 0;

  /** The same with a GUID of 16 bytes in place of the id. */
  private static final byte GUID = 1;

  private static final int GUID_BYTES = 16;

  private WireFormat() {}

  static byte[] frame(int id, byte[] json) {
    return ByteBuffer.allocate(PREFIX + json.length).put(ID).putInt(id).put(json).array();
  }

  /** Whether the first byte is a magic one: below the tab no character begins a JSON text. */
  static boolean isFramed(byte[] value) {
    return value.length > 0 && value[0] >= 0 && value[0] < '\t';
  }

  /** Why a framed value names no schema id that could be looked up; empty when it does. */
  static Optional<Violation> flaw(byte[] value) {
    if (value[0] == GUID && value.length > GUID_BYTES) {
      return flaw("must be framed with a schema id, was framed with the GUID " + guid(value));
    }
    if (value[0] != ID) {
      return flaw("must begin with a JSON object or magic byte 00, was magic byte %02X", value[0]);
    }
    if (value.length < PREFIX) {
      return flaw("must have a schema id of 4 bytes after magic byte 00, had %d", value.length - 1);
    }
    return id(value) < 0
        ? flaw("must be framed with a schema id that is not negative, was %d", id(value))
        : Optional.empty();
  }

  static int id(byte[] value) {
    return ByteBuffer.wrap(value).getInt(1);
  }

  /** The same GUID form as text: magic byte, then 16 bytes. */
  static String guid(byte[] magicAndGuid) {
    if (magicAndGuid.length <= GUID_BYTES) {
      return "of %d bytes".formatted(magicAndGuid.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(magicAndGuid);
    return new UUID(bytes.getLong(1), bytes.getLong(1 + Long.BYTES)).toString();
  }

  private static Optional<Violation> flaw(String message, Object... seen) {
    return Optional.of(new Violation("", message.formatted(seen)));
  }
}
