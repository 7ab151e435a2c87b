package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.EventJson;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes long logs quickly: events as our commands write them, in large batches. */
final class BulkPublisher implements AutoCloseable {
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * A publisher.
   *
   * @param kafka the broker's properties
   * @param more further properties of the producer
   */
  BulkPublisher(String topic, Map<String, Object> kafka, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("linger.ms", 50);
    properties.put("batch.size", 256 * 1024);
    properties.putAll(more);
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Begins and ends transactions, when it was given an id for them. */
  KafkaProducer<byte[], byte[]> producer() {
    return producer;
  }

  /** Returns when all of them were sent. */
  void publish(Stream<DeploymentEvent> events) {
    events.forEach(
        event ->
            producer.send(
                new ProducerRecord<>(
                    topic,
                    null,
                    event.key().getBytes(UTF_8),
                    EventJson.toBytes(event),
                    EventHeaders.toKafka(event))));
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
