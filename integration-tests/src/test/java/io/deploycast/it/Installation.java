package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Disruption;
import io.deploycast.it.guarantee.Evidence;
import io.deploycast.it.guarantee.Latency;
import io.deploycast.it.guarantee.Ledger;
import io.deploycast.it.guarantee.Verdict;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.sandbox.topic.WholeTopic;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.deadletter.DeadLetterAccess;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.DeadLetters;
import io.deploycast.schema.deadletter.StoredDeadLetter;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One installation of Deploycast on a broker that it may share with others: its topics, a producer
 * for them, and the configuration of its service.
 */
final class Installation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
  static final int PARTITIONS = 3;

  /** The machine's wall clock, by which its broker and its service go as well. */
  static final InstantSource CLOCK = InstantSource.system();

  final TopicNames topics;
  private final Map<String, Object> kafka;
  private final Map<String, SimulatedTarget> targets = new LinkedHashMap<>();
  private final Ledger ledger = new Ledger();
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;

  Installation(String name, Map<String, Object> kafka) {
    this.topics = new TopicNames(TestKafka.uniqueName(name));
    this.kafka = kafka;
    Map<String, Object> producing = new HashMap<>(kafka);
    // A broker that does not know a new topic yet may refuse a batch and take the next, after
    // which it refuses the first for good.
    producing.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    this.producer =
        new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
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
    ledger.announced(event.id(), event.service());
    producer.send(
        new ProducerRecord<>(
            topics.deployments(),
            null,
            event.key().getBytes(UTF_8),
            EventJson.toBytes(event),
            EventHeaders.toKafka(event)),
        (metadata, error) -> {
          if (error == null) {
            ledger.acknowledged(event.id());
          }
        });
  }

  /** Publishes that many events of as many services, and waits for Kafka to have them. */
  void publish(String prefix, int count, int services) {
    for (int i = 0; i < count; i++) {
      publish(event(id(prefix, i), "service-" + i % services));
    }
    flush();
  }

  /** 99th percentile from publishing to the target's first sight, of events of that time. */
  Duration p99(String target, long fromNanos, long untilNanos) {
    return Latency.p99(ledger, target(target).requests(), fromNanos, untilNanos);
  }

  /** As if nothing had been published and delivered so far. */
  void forget() {
    ledger.forget();
    targets.values().forEach(SimulatedTarget::forget);
  }

  /**
   * How the guarantees stand for a target now.
   *
   * @param backoffs planned wait before the second attempt, the third, …
   */
  Verdict verdict(String target, List<Disruption> disruptions, Duration... backoffs) {
    Verdict verdict =
        Verdict.of(
            new Evidence(
                target,
                ledger,
                target(target).requests(),
                deadLetters(target).stream()
                    .map(DeadLetter::eventId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet()),
                disruptions,
                List.of(backoffs)));
    LOG.atWarn().log("{}", verdict);
    return verdict;
  }

  /** Waits until every acknowledged event is delivered to every target. */
  void awaitAllDelivered(Duration limit) {
    for (String name : targets.keySet()) {
      await("target '%s' to have all events".formatted(name))
          .atMost(limit)
          .until(() -> target(name).deliveredIds().containsAll(ledger.acknowledged()));
    }
  }

  Set<String> targetNames() {
    return targets.keySet();
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
    return WholeTopic.read(kafka, topic);
  }

  /** The dead letters of one target, the latest of each key. */
  List<DeadLetter> deadLetters(String target) {
    return storedDeadLetters(target).stream()
        .map(StoredDeadLetter::letter)
        .collect(Collectors.toList());
  }

  /** The same as they stand on the topic. */
  List<StoredDeadLetter> storedDeadLetters(String target) {
    DeadLetterAccess access =
        new DeadLetterAccess(topics, topics.deployments(), kafka, Duration.ofSeconds(30));
    return new DeadLetters(access).find(DeadLetterFilter.ofTarget(target));
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

  /** The same of all partitions together. */
  long committedInAll(String target) throws Exception {
    return committed(target).values().stream().mapToLong(it -> it).sum();
  }

  /** Sets one property of a topic. */
  void configure(String topic, String property, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp op =
        new AlterConfigOp(new ConfigEntry(property, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(op))).all().get();
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
