package io.deploycast.bench.footprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.bench.stage.Publisher;
import io.deploycast.bench.stage.Stage;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Origin;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Fills a target's retry topic with what a failed attempt leaves there. */
final class WaitingRetries {
  static final String DELAY_TEXT = "1h";
  private static final Duration DELAY = Duration.ofHours(1);

  /** So many are due at once; with as many services, in every partition. */
  private static final int DUE = 100;

  private final InstantSource clock = InstantSource.system();
  private final Stage stage;
  private final TargetName target;

  WaitingRetries(Stage stage, String target) {
    this.stage = stage;
    this.target = new TargetName(target);
  }

  void fill(int count) {
    String topic = stage.names().retry(target, DELAY);
    Instant now = clock.instant();
    try (KafkaProducer<byte[], byte[]> producer =
        Publisher.inBulk(stage.kafka().adminProperties())) {
      for (int i = 0; i < count; i++) {
        Instant failed = i < DUE ? now.minus(DELAY) : now;
        var unused = producer.send(record(topic, Publisher.event(i), i, failed));
      }
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic, DeploymentEvent event, int number, Instant failed) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            null,
            event.key().getBytes(UTF_8),
            EventJson.toBytes(event),
            EventHeaders.toKafka(event));
    Headers headers = record.headers();
    Origin origin = new Origin(stage.names().deployments(), 0, number, failed);
    ControlHeaders.replace(headers, ControlHeaders.ATTEMPT, "1");
    ControlHeaders.replace(headers, ControlHeaders.NOT_BEFORE, failed.plus(DELAY).toString());
    ControlHeaders.replace(headers, ControlHeaders.FIRST_FAILURE, failed.toString());
    ControlHeaders.replace(headers, ControlHeaders.LAST_ERROR, "HTTP 500 Internal Server Error");
    ControlHeaders.replace(headers, ControlHeaders.LAST_STATUS, "500");
    ControlHeaders.replace(headers, ControlHeaders.ORIGIN, origin.toString());
    return record;
  }
}
