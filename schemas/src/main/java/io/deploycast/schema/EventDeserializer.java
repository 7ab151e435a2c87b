package io.deploycast.schema;

import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Kafka deserializer that never throws: what cannot be read is a value, too. Thread-safe. */
public final class EventDeserializer implements Deserializer<ReadResult> {
  private final EventReader reader = new EventReader();

  @Override
  public ReadResult deserialize(String topic, byte @Nullable [] value) {
    return reader.read(value);
  }
}
