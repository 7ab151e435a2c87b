package io.deploycast.sandbox.demo;

import io.deploycast.sandbox.target.TargetStatistics;
import io.deploycast.schema.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What became of the events, from the two sides that cannot be wrong: the tools and Kafka. */
final class Books implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> kafka;
  private final Admin admin;
  private final TopicNames topics = new TopicNames(TopicNames.DEFAULT);

  Books(String bootstrapServers) {
    this.kafka = Map.of("bootstrap.servers", bootstrapServers);
    this.admin = Admin.create(kafka);
  }

  /**
   * One target's line.
   *
   * @param delivered events that the tool answered 2xx
   * @param attempts requests that the tool saw; refused connections are not among them
   * @param retried events that the tool saw more than once
   * @param deadLettered records in the dead-letter topic
   * @param pending records of its source and retry topics that its group has not finished
   */
  record Line(
      Tool tool, int delivered, long attempts, int retried, long deadLettered, long pending) {
    /** Whether every event arrived and nothing is left to do. */
    boolean isComplete(int published) {
      return delivered == published && deadLettered == 0 && pending == 0;
    }
  }

  List<Line> lines(List<Tool> tools) throws ExecutionException, InterruptedException {
    Map<String, Long> dead = deadLetters();
    List<Line> lines = new ArrayList<>();
    for (Tool tool : tools) {
      TargetStatistics seen = tool.target().statistics();
      long pending = pending(tool.name());
      lines.add(
          new Line(
              tool,
              seen.delivered(),
              seen.requests(),
              seen.retried(),
              dead.getOrDefault(tool.name(), 0L),
              pending));
    }
    return lines;
  }

  private long pending(String target) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicPartition partition : partitions(target)) {
      latest.put(partition, OffsetSpec.latest());
    }
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets("deploycast." + target)
            .partitionsToOffsetAndMetadata()
            .get();
    long pending = 0;
    for (var end : admin.listOffsets(latest).all().get().entrySet()) {
      OffsetAndMetadata done = committed.get(end.getKey());
      pending += end.getValue().offset() - (done == null ? 0 : done.offset());
    }
    return pending;
  }

  private List<TopicPartition> partitions(String target)
      throws ExecutionException, InterruptedException {
    String prefix = topics.deployments() + "." + target + ".retry-";
    List<String> names =
        admin.listTopics().names().get().stream()
            .filter(name -> name.equals(topics.deployments()) || name.startsWith(prefix))
            .collect(Collectors.toList());
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
    }
    return partitions;
  }

  private Map<String, Long> deadLetters() throws ExecutionException, InterruptedException {
    Map<String, Boolean> open = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topics.deadLetters()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          open.put(new String(record.key(), StandardCharsets.UTF_8), record.value() != null);
        }
      }
    }
    return open.entrySet().stream()
        .filter(Map.Entry::getValue)
        .collect(
            Collectors.groupingBy(
                entry -> entry.getKey().substring(0, entry.getKey().indexOf('|')),
                Collectors.counting()));
  }

  @Override
  public void close() {
    admin.close();
  }
}
