package io.deploycast.sandbox.demo;

import io.deploycast.sandbox.topic.WholeTopic;
import io.deploycast.schema.topic.TopicNames;
import java.nio.charset.StandardCharsets;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What became of the events, from the two sides that cannot be wrong: the tools and Kafka. */
final class Books implements AutoCloseable {
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
   * @param attempts attempts whose end is known: of the first, and of every retry record
   * @param retried attempts that failed and were written to a retry topic
   * @param deadLettered records in the dead-letter topic
   * @param pending records of its source and retry topics that its group has not finished
   */
  record Line(
      Tool tool, int delivered, long attempts, long retried, long deadLettered, long pending) {
    /** Whether every event arrived and nothing is left to do. */
    boolean isComplete(int published) {
      return delivered == published && deadLettered == 0 && pending == 0;
    }
  }

  List<Line> lines(List<Tool> tools) throws ExecutionException, InterruptedException {
    Map<String, Long> dead = deadLetters();
    List<Line> lines = new ArrayList<>();
    for (Tool tool : tools) {
      lines.add(line(tool, dead.getOrDefault(tool.name(), 0L)));
    }
    return lines;
  }

  private Line line(Tool tool, long dead) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicPartition partition : partitions(tool.name())) {
      latest.put(partition, OffsetSpec.latest());
    }
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets("deploycast." + tool.name())
            .partitionsToOffsetAndMetadata()
            .get();
    long finished = 0;
    long pending = 0;
    long retried = 0;
    for (var end : admin.listOffsets(latest).all().get().entrySet()) {
      OffsetAndMetadata offset = committed.get(end.getKey());
      long done = offset == null ? 0 : offset.offset();
      finished += done;
      pending += end.getValue().offset() - done;
      boolean first = end.getKey().topic().equals(topics.deployments());
      retried += first ? 0 : end.getValue().offset();
    }
    return new Line(tool, tool.target().statistics().delivered(), finished, retried, dead, pending);
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
    for (ConsumerRecord<byte[], byte[]> record : WholeTopic.read(kafka, topics.deadLetters())) {
      open.put(new String(record.key(), StandardCharsets.UTF_8), record.value() != null);
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
