package io.deploycast.schema;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Kafka serializer of the plain JSON value format. Thread-safe. */
public final class EventSerializer implements Serializer<DeploymentEvent> {
  /**
   * @throws InvalidEventException when the event is too large to be written
   */
  @Override
  public byte @Nullable [] serialize(String topic, @Nullable DeploymentEvent event) {
    return event == null ? null : EventJson.toBytes(event);
  }
}
