package io.deploycast.app.admin.api;

import io.deploycast.schema.topic.TargetName;
import java.time.Instant;

/**
 * What can be asked of a target on all instances at once. Blocks until the brokers have it.
 *
 * <p>Every method throws {@link org.apache.kafka.common.KafkaException} when they do not take it.
 */
public interface TargetControl {
  void pause(TargetName target, boolean paused);

  void probe(TargetName target, Instant at);
}
