package io.deploycast.cli.kafka;

import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventSerializer;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How events become record values: plain JSON; framed with a schema id where a registry is given;
 * or what another serializer makes of them. Neither of the latter is loaded unless it is wanted.
 */
final class ValueFormat {
  /** Serializers that a file shared with other programs may name; they change nothing. */
  private static final String OF_KAFKA = "org.apache.kafka.common.serialization.";

  private ValueFormat() {}

  /**
   * The serializer.
   *
   * @param deadlineNanos {@code System.nanoTime()} at which the event has to be sent
   */
  static Serializer<DeploymentEvent> of(Map<String, Object> properties, long deadlineNanos) {
    Object other = properties.get(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
    if (other != null && !other.toString().startsWith(OF_KAFKA)) {
      return OtherSerializer.of(other.toString(), properties);
    }
    return properties.containsKey(RegistryProperties.URL)
        ? new RegistryProperties(properties).serializer(deadlineNanos)
        : new EventSerializer();
  }
}
