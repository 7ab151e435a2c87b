package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.app.flow.WatermarkConsumer;
import io.deploycast.app.flow.finished.FinishedOffsets;
import io.deploycast.app.flow.finished.OffsetMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on in Kafka Streams 4.3.1 and no interface promises. When one of these
 * fails after an upgrade, the engine has to be thought through again before anything else.
 */
class KafkaStreamsContractIT {
  private final String name = TestKafka.uniqueName("contract");
  private final String out = name + "-out";
  private final List<String> read = new ArrayList<>(List.of(name));
  private final List<KafkaStreams> started = new ArrayList<>();
  private Admin admin;

  @BeforeEach
  void createTopics() throws Exception {
    admin = Admin.create(TestKafka.properties());
    admin
        .createTopics(List.of(new NewTopic(name, 2, (short) 1), new NewTopic(out, 1, (short) 1)))
        .all()
        .get();
  }

  @AfterEach
  void close() {
    started.forEach(streams -> streams.close(Duration.ofSeconds(10)));
    admin.close();
  }

  private interface Clients {
    Consumer<byte[], byte[]> main(Map<String, Object> config);

    default Producer<byte[], byte[]> producer(Map<String, Object> config) {
      return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
  }

  private record Supplier(Clients clients) implements KafkaClientSupplier {
    @Override
    public Admin getAdmin(Map<String, Object> config) {
      return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
      return clients.producer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
      return clients.main(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
      return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
      return getRestoreConsumer(config);
    }
  }

  private Topology topology(ProcessorBody body) {
    return new Topology()
        .addSource(
            "in",
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            read.toArray(String[]::new))
        .addProcessor(
            "body",
            () ->
                new Processor<byte[], byte[], byte[], byte[]>() {
                  private ProcessorContext<byte[], byte[]> context;

                  @Override
                  public void init(ProcessorContext<byte[], byte[]> context) {
                    this.context = context;
                    body.init(context);
                  }

                  @Override
                  public void process(Record<byte[], byte[]> record) {
                    body.process(context, record);
                  }
                },
            "in")
        .addSink("out", out, new ByteArraySerializer(), new ByteArraySerializer(), "body");
  }

  private KafkaStreams start(ProcessorBody body, Clients clients) {
    Properties settings = new Properties();
    settings.putAll(TestKafka.properties());
    settings.put("application.id", name);
    settings.put("commit.interval.ms", 100);
    settings.put("poll.ms", 100);
    settings.put("session.timeout.ms", 6_000);
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.task.idle.ms", -1);
    KafkaStreams streams = new KafkaStreams(topology(body), settings, new Supplier(clients));
    started.add(streams);
    streams.start();
    return streams;
  }

  private void produce(int count) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            TestKafka.properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(name, i % 2, null, ("" + i).getBytes(UTF_8)));
      }
    }
  }

  private long committed() throws Exception {
    return admin
        .listConsumerGroupOffsets(name)
        .partitionsToOffsetAndMetadata()
        .get()
        .values()
        .stream()
        .mapToLong(OffsetAndMetadata::offset)
        .sum();
  }

  @Test
  void commitsOnlyThroughCommitSyncWithNamedOffsets() {
    List<WatchedConsumer> consumers = new CopyOnWriteArrayList<>();
    start(
        (context, record) -> {},
        config -> {
          WatchedConsumer watched = new WatchedConsumer(config);
          consumers.add(watched);
          return watched;
        });
    produce(20);

    await().atMost(Duration.ofSeconds(30)).until(() -> committed() == 20);
    started.get(0).close(Duration.ofSeconds(10));

    assertThat(consumers).hasSize(1);
    assertThat(consumers.get(0).commits).isNotEmpty();
    assertThat(consumers.get(0).otherCommits).isEmpty();
    assertThat(consumers.get(0).commits)
        .allSatisfy(
            commit ->
                assertThat(commit.values())
                    .allSatisfy(it -> assertThat(it.metadata()).isNotNull()));
  }

  @Test
  void flushesWhatWasForwardedBeforeOffsetsMove() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger unacknowledged = new AtomicInteger();
    start(
        (context, record) -> context.forward(record),
        new Clients() {
          @Override
          public Consumer<byte[], byte[]> main(Map<String, Object> config) {
            return new WatchedConsumer(config) {
              @Override
              public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                order.add("commit with " + unacknowledged.get() + " unacknowledged");
                super.commitSync(offsets);
              }
            };
          }

          @Override
          public Producer<byte[], byte[]> producer(Map<String, Object> config) {
            return new KafkaProducer<>(
                config, new ByteArraySerializer(), new ByteArraySerializer()) {
              @Override
              public Future<RecordMetadata> send(
                  ProducerRecord<byte[], byte[]> record, Callback callback) {
                unacknowledged.incrementAndGet();
                return super.send(
                    record,
                    (metadata, error) -> {
                      unacknowledged.decrementAndGet();
                      callback.onCompletion(metadata, error);
                    });
              }
            };
          }
        });
    produce(2_000);

    await().atMost(Duration.ofSeconds(30)).until(() -> committed() == 2_000);
    assertThat(order).isNotEmpty().allMatch(it -> it.equals("commit with 0 unacknowledged"));
  }

  @Test
  void commitsNeverPassTheLowestUnfinishedOffset() throws Exception {
    OpenCalls calls = new OpenCalls(name);
    start(calls, config -> new WatermarkConsumer(config, calls.flow, Duration.ofSeconds(1)));
    produce(40);
    await().atMost(Duration.ofSeconds(30)).until(() -> calls.open.size() == 40);

    for (int i = 6; i < 40; i++) {
      calls.end("" + i);
    }
    stays(Duration.ofSeconds(1), () -> committed() == 0);
    calls.end("0");
    calls.end("1");
    await().atMost(Duration.ofSeconds(5)).until(() -> committed() == 2);
    stays(Duration.ofMillis(500), () -> committed() == 2);
    calls.endAll();
    await().atMost(Duration.ofSeconds(5)).until(() -> committed() == 40);
  }

  @Test
  void asksForCommitsBeforeItOpensTheirTasksAndReadsOnWhateverMetadataTheyHave() throws Exception {
    OffsetAndMetadata five =
        new OffsetAndMetadata(
            5,
            OffsetMetadata.join(
                "AgAAAZt3OwAAAAAAAA==",
                5,
                new FinishedOffsets.Builder().add(7, 9).build(1),
                OffsetMetadata.LONGEST));
    // Once it has records, the broker knows the topic in which an offset is committed.
    produce(20);
    admin
        .alterConsumerGroupOffsets(
            name, Map.of(new TopicPartition(name, 0), five, new TopicPartition(name, 1), five))
        .all()
        .get();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    ProcessorBody body =
        new ProcessorBody() {
          @Override
          public void init(ProcessorContext<byte[], byte[]> context) {
            order.add("open " + context.taskId().partition());
          }

          @Override
          public void process(
              ProcessorContext<byte[], byte[]> context, Record<byte[], byte[]> record) {
            seen.add(new String(record.value(), UTF_8));
          }
        };
    start(
        body,
        config ->
            new WatchedConsumer(config) {
              @Override
              public Map<TopicPartition, OffsetAndMetadata> committed(
                  Set<TopicPartition> partitions) {
                partitions.forEach(it -> order.add("ask " + it.partition()));
                return super.committed(partitions);
              }
            });

    await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == 10);
    assertThat(seen)
        .containsExactlyInAnyOrder("10", "11", "12", "13", "14", "15", "16", "17", "18", "19");
    assertThat(order).containsSubsequence("ask 0", "open 0").containsSubsequence("ask 1", "open 1");
  }

  @Test
  void commitsASuccessThatArrivesAfterTheLastRecordOnACleanStop() throws Exception {
    OpenCalls calls = new OpenCalls(name);
    KafkaStreams streams =
        start(calls, config -> new WatermarkConsumer(config, calls.flow, Duration.ofSeconds(1)));
    produce(10);
    await().atMost(Duration.ofSeconds(30)).until(() -> calls.open.size() == 10);
    stays(Duration.ofMillis(500), () -> committed() == 0);

    calls.endAll();
    calls.flow.drain();
    await().atMost(Duration.ofSeconds(5)).until(calls.flow::isDrained);
    streams.close(Duration.ofSeconds(10));

    assertThat(committed()).isEqualTo(10);
  }

  @Test
  void holdsSurviveStreamsOwnResumeAndARebalanceOfOtherPartitions() throws Exception {
    OpenCalls calls = new OpenCalls(name);
    AtomicBoolean held = new AtomicBoolean();
    AtomicInteger pollsWhileHeld = new AtomicInteger();
    AtomicBoolean polledWhileHeld = new AtomicBoolean();
    Clients clients =
        config ->
            new WatermarkConsumer(config, calls.flow, Duration.ofSeconds(1)) {
              @Override
              public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                if (!held.get()) {
                  return super.poll(timeout);
                }
                resume(assignment());
                ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
                polledWhileHeld.compareAndSet(false, !records.isEmpty());
                pollsWhileHeld.incrementAndGet();
                return records;
              }
            };
    start(calls, clients);
    produce(10);
    await().atMost(Duration.ofSeconds(30)).until(() -> calls.open.size() == 10);
    calls.endAll();
    await().atMost(Duration.ofSeconds(5)).until(() -> committed() == 10);

    calls.flow.drain();
    held.set(true);
    // A poll under way began before the hold.
    await().atMost(Duration.ofSeconds(5)).until(() -> pollsWhileHeld.get() > 0);
    produce(10);
    OpenCalls second = new OpenCalls(name);
    start(second, config -> new WatermarkConsumer(config, second.flow, Duration.ofSeconds(1)));
    await().atMost(Duration.ofSeconds(30)).until(() -> !second.seenPartitions.isEmpty());

    stays(Duration.ofSeconds(1), () -> calls.open.isEmpty());
    assertThat(polledWhileHeld).isFalse();
    assertThat(second.seenPartitions).hasSize(1);
  }

  @Test
  void waitsForNoTopicOfATaskThatIsPaused() throws Exception {
    String held = name + "-held";
    read.add(held);
    admin.createTopics(List.of(new NewTopic(held, 1, (short) 1))).all().get();
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    start(
        (context, record) -> seen.add(context.recordMetadata().orElseThrow().topic()),
        config ->
            new WatchedConsumer(config) {
              @Override
              public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                pause(assignment().stream().filter(it -> it.topic().equals(held)).toList());
                return super.poll(timeout);
              }
            });
    produce(20);

    await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == 20);
    assertThat(seen).containsOnly(name);
  }

  /** A condition that must hold for a while, looked at again and again. */
  private static void stays(Duration time, Callable<Boolean> condition) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .during(time)
        .atMost(time.plusSeconds(2))
        .until(condition);
  }
}
