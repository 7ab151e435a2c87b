package io.deploycast.app.replay;

import io.deploycast.app.topology.ReplayName;
import io.deploycast.schema.topic.BrokerAnswers;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** What a replay has on the cluster while it goes on: its group and its retry topics. */
final class ReplayTraces {
  /** How long its group may still seem to have members after the last one left. */
  private static final Duration LEFT_WITHIN = Duration.ofSeconds(15);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Admin admin;
  private final String prefix;

  ReplayTraces(Admin admin, TopicNames topics, TargetName target, ReplayName name) {
    this.admin = admin;
    this.prefix = topics.replayPrefix(target, name.text());
  }

  /** What the group has committed; empty when it has nothing. */
  Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    BrokerAnswers.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset.offset());
              }
            });
    return committed;
  }

  /** The ends of its retry topics. */
  Map<TopicPartition, Long> retryEnds() {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    BrokerAnswers.get(admin.describeTopics(topics()).allTopicNames())
        .forEach(
            (topic, description) ->
                description
                    .partitions()
                    .forEach(
                        info ->
                            specs.put(
                                new TopicPartition(topic, info.partition()), OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    BrokerAnswers.get(admin.listOffsets(specs).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  /**
   * Removes all of it.
   *
   * @throws CannotReplayException when somebody else still works on it
   */
  void remove(String group) {
    long deadline = System.nanoTime() + LEFT_WITHIN.toNanos();
    while (!removeGroup(group)) {
      if (System.nanoTime() - deadline > 0) {
        throw new CannotReplayException(
            "all is delivered, but group '%s' still has members: the last of them removes it"
                .formatted(group));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    BrokerAnswers.get(admin.deleteTopics(topics()).all());
  }

  private boolean removeGroup(String group) {
    try {
      BrokerAnswers.get(admin.deleteConsumerGroups(List.of(group)).all());
      return true;
    } catch (GroupIdNotFoundException e) {
      return true;
    } catch (GroupNotEmptyException e) {
      return false;
    }
  }

  private Set<String> topics() throws KafkaException {
    return new ClusterTopics(admin).namesBeginningWith(prefix);
  }
}
