package io.deploycast.bench.cli;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The least that sends one record and waits for its acknowledgement: what ours is held against. */
public final class MinimalProducer {
  private MinimalProducer() {}

  /** Arguments: brokers, topic. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", arguments[0], "linger.ms", 0);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      System.out.println(
          producer.send(new ProducerRecord<>(arguments[1], "key", "value")).get().offset());
    }
  }
}
