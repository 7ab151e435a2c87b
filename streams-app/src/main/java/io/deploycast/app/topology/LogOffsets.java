package io.deploycast.app.topology;

import io.deploycast.app.config.StartFrom;
import io.deploycast.schema.topic.BrokerAnswers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Finds the offsets of the log at a time, by the topic's time index. */
public final class LogOffsets {
  private final Admin admin;
  private final InstantSource clock;

  public LogOffsets(Admin admin, InstantSource clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /**
   * In each partition, the offset of the first record of that time or later; its end when there is
   * none.
   *
   * @throws KafkaException as the brokers answered
   */
  public Map<TopicPartition, OffsetAndMetadata> at(TopicDescription log, StartFrom from) {
    List<TopicPartition> partitions =
        log.partitions().stream()
            .map(info -> new TopicPartition(log.name(), info.partition()))
            .toList();
    Map<TopicPartition, OffsetAndMetadata> latest = offsets(partitions, OffsetSpec.latest());
    if (from instanceof StartFrom.Latest) {
      return latest;
    }
    if (from instanceof StartFrom.Earliest) {
      return offsets(partitions, OffsetSpec.earliest());
    }
    Instant instant =
        from instanceof StartFrom.At at
            ? at.instant()
            : clock.instant().minus(((StartFrom.Ago) from).duration());
    Map<TopicPartition, OffsetAndMetadata> resolved =
        offsets(partitions, OffsetSpec.forTimestamp(Math.max(0, instant.toEpochMilli())));
    // A partition without a record since then answers with no offset: it starts at its end.
    latest.forEach(resolved::putIfAbsent);
    return resolved;
  }

  /** The same for a topic of that name. */
  public Map<TopicPartition, OffsetAndMetadata> at(String topic, StartFrom from) {
    return at(describe(admin, topic), from);
  }

  static TopicDescription describe(Admin admin, String topic) {
    return BrokerAnswers.get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
        .findFirst()
        .orElseThrow();
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(
      List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, spec));
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry :
        BrokerAnswers.get(admin.listOffsets(wanted).all()).entrySet()) {
      Optional.of(entry.getValue().offset())
          .filter(offset -> offset >= 0)
          .ifPresent(offset -> offsets.put(entry.getKey(), new OffsetAndMetadata(offset)));
    }
    return offsets;
  }
}
