package io.deploycast.cli.history;

import io.deploycast.cli.output.SafeText;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.ReadResult;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of records. What is none is counted, and the first few are named: a log of a year
 * may hold anything, and the rest of it still has to be readable. Not thread-safe.
 */
public final class EventDecoder {
  /** As many are named; the rest is one number. */
  private static final int NAMED = 5;

  /** A zero byte and the four bytes of a schema's id, as registries' serializers begin. */
  private static final int FRAME = 5;

  private final Consumer<String> warnings;
  private long unreadable;

  /** Compiled when the first event is not plain, which takes longer than many reads. */
  private @Nullable EventReader reader;

  public EventDecoder(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** The event; null when the record holds none. */
  public @Nullable LoggedEvent read(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = unframed(record.value());
    if (value != null && PrintableEvent.is(value)) {
      return LoggedEvent.printable(record, value);
    }
    Map<Property, String> texts = value == null ? null : PlainEvent.texts(value);
    if (value == null || texts == null) {
      ReadResult result = reader().read(value);
      if (result instanceof ReadResult.Invalid invalid) {
        unreadable++;
        if (unreadable <= NAMED) {
          warnings.accept(
              SafeText.of(
                  "%s-%d@%d is no event: %s"
                      .formatted(
                          record.topic(),
                          record.partition(),
                          record.offset(),
                          invalid.violation())));
        }
        return null;
      }
      texts = LoggedEvent.textsOf((ReadResult.Valid) result);
    }
    return LoggedEvent.read(record, bytes(value), texts);
  }

  /** Says how many there were, when there were more than were named. */
  public void finish() {
    if (unreadable > NAMED) {
      warnings.accept("%,d records were no events and are left out".formatted(unreadable));
    }
  }

  private static byte[] bytes(byte @Nullable [] value) {
    if (value == null) {
      throw new IllegalStateException("a null value is no event");
    }
    return value;
  }

  private EventReader reader() {
    EventReader made = reader;
    if (made == null) {
      made = new EventReader();
      reader = made;
    }
    return made;
  }

  /** What stands behind a schema id is JSON all the same; which schema it was is not asked. */
  private static byte @Nullable [] unframed(byte @Nullable [] value) {
    return value != null && value.length > FRAME && value[0] == 0 && value[FRAME] == '{'
        ? Arrays.copyOfRange(value, FRAME, value.length)
        : value;
  }
}
