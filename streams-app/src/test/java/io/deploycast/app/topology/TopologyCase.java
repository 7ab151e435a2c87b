package io.deploycast.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.app.delivery.RetryStage;
import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.app.flow.Dispatcher;
import io.deploycast.app.flow.Pace;
import io.deploycast.app.flow.RecordLimits;
import io.deploycast.app.flow.Span;
import io.deploycast.app.flow.TargetFlow;
import io.deploycast.app.metrics.TargetMeters;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.registry.RecordReader;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The graph of one target, on Kafka's test driver, with a clock by hand. */
abstract class TopologyCase {
  static final String ID = "event-0123456789";
  static final byte[] EVENT =
      """
      {"id":"%s","release":"2016.20","deployedAt":"2012-07-08T11:14:15Z","service":"shop","new":{"a":1}}
      """
          .formatted(ID)
          .getBytes(UTF_8);
  static final byte[] KEY = "shop".getBytes(UTF_8);
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  static final Duration MINUTE = Duration.ofMinutes(1);

  final TargetName name = new TargetName("audit");
  final TopicNames topics = new TopicNames("deployments");
  final ScriptedTarget target = new ScriptedTarget();
  final Map<String, Integer> limits = new HashMap<>();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final TargetMeters meters = new TargetMeters(registry, name);
  final List<DeliveryEnd> ends = new ArrayList<>();
  final List<Runnable> recordings = new ArrayList<>();
  RecordReader reader = RecordReader.plain(new EventReader());
  final Map<TopicPartition, Span> spans = new HashMap<>();
  ReplayName replay;
  Instant now = START;
  TargetFlow flow;
  TargetContext context;
  Topology topology;
  TopologyTestDriver driver;

  @BeforeEach
  void startDriver() {
    open();
  }

  @AfterEach
  void closeDriver() {
    driver.close();
  }

  void open() {
    Supplier<Instant> clock = () -> now;
    RetryPolicy retry =
        new RetryPolicy(
            List.of(new RetryStage(MINUTE, 1), new RetryStage(Duration.ofMinutes(5), 1)));
    TargetHealth health = new TargetHealth(4, new Random(1), (state, error) -> {});
    flow =
        new TargetFlow(
            new Dispatcher(target, health, Pace.of(null), meters, clock::get, this::nanos),
            (end, recorded) -> {
              ends.add(end);
              recordings.add(recorded);
            },
            meters,
            spans);
    context =
        new TargetContext(
            name,
            target,
            retry,
            List.of(),
            true,
            topics,
            replay,
            flow,
            reader,
            new RecordLimits(limits),
            clock::get,
            this::nanos);
    Properties settings = new Properties();
    settings.put("application.id", "deploycast.audit");
    settings.put("bootstrap.servers", "unused:9092");
    settings.put("default.timestamp.extractor", RecordTimes.class);
    topology = DeliveryTopology.of(context);
    driver = new TopologyTestDriver(topology, settings, START);
  }

  long nanos() {
    return Duration.between(START, now).toNanos();
  }

  void publish(byte[] key, byte[] value, Headers headers) {
    put("deployments", key, value, headers);
  }

  void put(String topic, byte[] key, byte[] value, Headers headers) {
    TestInputTopic<byte[], byte[]> input =
        driver.createInputTopic(
            topic, new ByteArraySerializer(), new ByteArraySerializer(), now, Duration.ZERO);
    input.pipeInput(new TestRecord<>(key, value, headers, now));
    pass(Duration.ofMillis(10));
  }

  void publish(byte[] value) {
    publish(KEY, value, new RecordHeaders());
  }

  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  DeadLetter deadLetter() {
    TestRecord<byte[], byte[]> record = output("deployments.dlq").readRecord();
    return DeadLetter.read(
            new ConsumerRecord<>(
                "deployments.dlq",
                0,
                0,
                record.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty()))
        .orElseThrow();
  }

  double count(String events) {
    return registry.get("deploycast.events." + events).counter().count();
  }

  static String text(Headers headers, String name) {
    return ControlHeaders.text(headers, name).orElse(null);
  }
}
