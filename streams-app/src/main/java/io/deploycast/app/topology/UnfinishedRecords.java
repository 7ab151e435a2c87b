package io.deploycast.app.topology;

import io.deploycast.schema.topic.BrokerAnswers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What of a topic a group has still to do. */
public final class UnfinishedRecords {
  private UnfinishedRecords() {}

  /**
   * The records of a topic that stand at the group's committed offsets or behind them; all of them
   * where it has committed none.
   *
   * @throws KafkaException as the brokers answered
   */
  public static long count(Admin admin, String topic, String group) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    BrokerAnswers.get(admin.describeTopics(List.of(topic)).allTopicNames())
        .values()
        .forEach(
            description ->
                description
                    .partitions()
                    .forEach(
                        info -> {
                          TopicPartition partition = new TopicPartition(topic, info.partition());
                          latest.put(partition, OffsetSpec.latest());
                          earliest.put(partition, OffsetSpec.earliest());
                        }));
    Map<TopicPartition, OffsetAndMetadata> committed =
        BrokerAnswers.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    var begins = BrokerAnswers.get(admin.listOffsets(earliest).all());
    return BrokerAnswers.get(admin.listOffsets(latest).all()).entrySet().stream()
        .mapToLong(
            end -> {
              OffsetAndMetadata done = committed.get(end.getKey());
              var begin = begins.get(end.getKey());
              long from = done == null ? (begin == null ? 0 : begin.offset()) : done.offset();
              return Math.max(0, end.getValue().offset() - from);
            })
        .sum();
  }
}
