package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One installation of Deploycast on a broker that it may share with others: its topics, a producer
 * for them, and the configuration of its service.
 */
final class Installation implements AutoCloseable {
  static final int PARTITIONS = 3;

  final TopicNames topics;
  private final Map<String, Object> kafka;
  private final Map<String, SimulatedTarget> targets = new LinkedHashMap<>();
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;

  Installation(String name, Map<String, Object> kafka) {
    this.topics = new TopicNames(TestKafka.uniqueName(name));
    this.kafka = kafka;
    this.producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    this.admin = Admin.create(kafka);
    new ClusterTopics(admin).create(new TopicPlan(topics, SETTINGS).shared());
  }

  static final TopicSettings SETTINGS =
      new TopicSettings(PARTITIONS, null, (short) -1, Duration.ofDays(365));

  /** An installation on the broker that tests share. */
  static Installation onSharedBroker(String name) {
    return new Installation(name, TestKafka.properties());
  }

  void target(String name, SimulatedTarget target) {
    targets.put(name, target);
  }

  SimulatedTarget target(String name) {
    return targets.get(name);
  }

  /** The configuration; {@code defaults} is the inside of that key, {@code more} whole lines. */
  String yaml(String defaults, String... more) {
    StringBuilder yaml = new StringBuilder("kafka:\n");
    kafka.forEach((key, value) -> yaml.append("  %s: '%s'\n".formatted(key, value)));
    yaml.append("  session.timeout.ms: 6000\n  heartbeat.interval.ms: 500\n");
    yaml.append("topic: %s\n".formatted(topics.deployments()));
    yaml.append("application: { prefix: \"%s\" }\n".formatted(topics.deployments()));
    yaml.append("topics: { partitions: %d }\n".formatted(PARTITIONS));
    yaml.append("defaults: { startFrom: earliest, %s }\n".formatted(defaults));
    for (String line : more) {
      yaml.append(line).append('\n');
    }
    yaml.append("targets:\n");
    targets.forEach(
        (name, target) ->
            yaml.append(
                "  - { name: %s, type: webhook, url: \"%s\" }\n"
                    .formatted(name, target.uri("/hook"))));
    return yaml.toString();
  }

  static DeploymentEvent event(String id, String service) {
    return DeploymentEvent.builder(id, "2016.20", Instant.parse("2012-07-08T11:14:15Z"))
        .service(service)
        .environment("production")
        .build();
  }

  /** An id that is valid and names its number. */
  static String id(String prefix, int number) {
    return "%s-%012d".formatted(prefix, number);
  }

  void publish(DeploymentEvent event) {
    send(
        new ProducerRecord<>(
            topics.deployments(),
            null,
            event.key().getBytes(UTF_8),
            EventJson.toBytes(event),
            EventHeaders.toKafka(event)));
  }

  /** A record of any bytes on a given partition, waited for. */
  void publishRaw(int partition, byte[] key, byte[] value, Header... headers) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topics.deployments(), partition, null, key, value, List.of(headers)))
        .get();
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  void flush() {
    producer.flush();
  }

  /** Every record of a topic, by partition and offset. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** The dead letters of one target, the latest of each key. */
  List<DeadLetter> deadLetters(String target) {
    Map<String, DeadLetter> latest = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topics.deadLetters())) {
      DeadLetter.read(record).ifPresent(dead -> latest.put(dead.key(), dead));
    }
    return latest.values().stream()
        .filter(dead -> dead.target().equals(target))
        .collect(Collectors.toList());
  }

  /** What a target's group has committed. */
  Map<TopicPartition, Long> committed(String target) throws Exception {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> found =
        admin
            .listConsumerGroupOffsets(topics.deployments() + "." + target)
            .partitionsToOffsetAndMetadata()
            .get();
    found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  Admin admin() {
    return admin;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(5));
    targets.values().forEach(SimulatedTarget::close);
  }
}
