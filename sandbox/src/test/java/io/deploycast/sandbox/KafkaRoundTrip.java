package io.deploycast.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.sandbox.topic.WholeTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the broker tests do with a broker: one topic, text in, text out. */
record KafkaRoundTrip(Map<String, Object> clientProperties, String topic) {
  void createTopic() throws Exception {
    try (Admin admin = Admin.create(clientProperties)) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  void send(String value) throws ExecutionException, InterruptedException {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.putIfAbsent("max.block.ms", 10_000);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8))).get();
    }
  }

  List<String> received() {
    return WholeTopic.read(clientProperties, topic).stream()
        .map(each -> new String(each.value(), UTF_8))
        .toList();
  }
}
