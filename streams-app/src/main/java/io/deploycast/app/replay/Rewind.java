package io.deploycast.app.replay;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.StartFrom;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.topology.LogOffsets;
import io.deploycast.schema.topic.BrokerAnswers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Moves a target's own group to another place of the log. Not thread-safe. */
public final class Rewind implements AutoCloseable {
  private final Admin admin;
  private final InstantSource clock;
  private final String group;
  private final String log;

  public Rewind(AppConfig app, TargetConfig target, InstantSource clock) {
    this.admin = Admin.create(app.kafka());
    this.clock = clock;
    this.group = app.applicationId(target);
    this.log = app.topics().deployments();
  }

  /**
   * What changes in one partition.
   *
   * @param from the committed offset; −1 when there is none
   */
  public record Move(TopicPartition partition, long from, long to) {
    @Override
    public String toString() {
      return "%s: %s -> %d".formatted(partition, from < 0 ? "none" : Long.toString(from), to);
    }
  }

  /** What changes, by partition. */
  public record Plan(List<Move> moves) {
    public Plan {
      moves = List.copyOf(moves);
    }

    /** Records that are read a second time. */
    public long again() {
      return moves.stream().mapToLong(it -> Math.max(0, it.from() - it.to())).sum();
    }
  }

  /**
   * What moving to that time changes.
   *
   * @throws CannotReplayException when an instance still works on the target
   * @throws KafkaException as the brokers answered
   */
  public Plan plan(StartFrom time) {
    GroupMembers.refuseActive(admin, group);
    Map<TopicPartition, OffsetAndMetadata> committed =
        BrokerAnswers.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    List<Move> moves = new ArrayList<>();
    new LogOffsets(admin, clock)
        .at(log, time)
        .forEach(
            (partition, to) -> {
              OffsetAndMetadata from = committed.get(partition);
              moves.add(new Move(partition, from == null ? -1 : from.offset(), to.offset()));
            });
    moves.sort(Comparator.comparing(it -> it.partition().partition()));
    return new Plan(moves);
  }

  /**
   * Does it.
   *
   * @throws CannotReplayException when an instance works on the target again
   * @throws KafkaException as the brokers answered
   */
  public void carryOut(Plan plan) {
    GroupMembers.refuseActive(admin, group);
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    plan.moves().forEach(it -> offsets.put(it.partition(), new OffsetAndMetadata(it.to())));
    BrokerAnswers.get(admin.alterConsumerGroupOffsets(group, offsets).all());
  }

  @Override
  public void close() {
    admin.close();
  }
}
