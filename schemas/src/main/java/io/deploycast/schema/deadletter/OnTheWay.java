package io.deploycast.schema.deadletter;

import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.topic.BrokerAnswers;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicScan;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks which dead letters of a target are on their way again: they stand in its redrive topic, or
 * in a retry topic behind a redrive that failed, where its group has not finished them.
 *
 * <p>Committed offsets are asked for first. An offset that has passed a redriven record says that
 * its tombstone, its new dead letter or its retry is written; so what is read afterwards shows it.
 */
final class OnTheWay {
  private final DeadLetterAccess access;

  OnTheWay(DeadLetterAccess access) {
    this.access = access;
  }

  /**
   * What was seen.
   *
   * @param deadLetterKeys of those that are on their way
   * @param hasGroup whether the target's group has committed anything
   * @param hasTopics whether there are topics to be on the way in
   */
  record Seen(Set<String> deadLetterKeys, boolean hasGroup, boolean hasTopics) {}

  /**
   * Looks once; blocks until everything that waits has been read.
   *
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  Seen of(TargetName target) {
    Map<TopicPartition, Long> begins;
    boolean hasGroup;
    try (Admin admin = Admin.create(settings())) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          BrokerAnswers.get(
              admin.listConsumerGroupOffsets(access.group(target)).partitionsToOffsetAndMetadata());
      hasGroup = !committed.isEmpty();
      begins = begins(admin, topics(admin, target), committed);
    }
    Set<String> keys = new HashSet<>();
    new TopicScan(access.kafka(), access.patience())
        .from(
            begins,
            record ->
                ControlHeaders.text(record.headers(), ControlHeaders.DEAD_LETTER)
                    .ifPresent(keys::add));
    return new Seen(keys, hasGroup, !begins.isEmpty());
  }

  private List<String> topics(Admin admin, TargetName target) {
    String redrive = access.topics().redrive(target);
    return new ClusterTopics(admin)
        .namesBeginningWith(access.topics().deployments() + "." + target + ".").stream()
            .filter(
                topic ->
                    topic.equals(redrive) || access.topics().retryDelay(topic, target).isPresent())
            .toList();
  }

  private static Map<TopicPartition, Long> begins(
      Admin admin, List<String> topics, Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    BrokerAnswers.get(admin.describeTopics(topics).allTopicNames())
        .values()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        info ->
                            earliest.put(
                                new TopicPartition(topic.name(), info.partition()),
                                OffsetSpec.earliest())));
    Map<TopicPartition, Long> begins = new HashMap<>();
    BrokerAnswers.get(admin.listOffsets(earliest).all())
        .forEach(
            (partition, first) -> {
              OffsetAndMetadata done = committed.get(partition);
              begins.put(
                  partition,
                  done == null ? first.offset() : Math.max(first.offset(), done.offset()));
            });
    return begins;
  }

  private Map<String, Object> settings() {
    return withTimeouts(access.kafka(), access.patience());
  }

  static Map<String, Object> withTimeouts(Map<String, Object> kafka, Duration patience) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("default.api.timeout.ms", (int) patience.toMillis());
    settings.put("request.timeout.ms", Math.max(1, (int) patience.toMillis() / 2));
    settings.put("enable.metrics.push", false);
    return settings;
  }
}
