package io.deploycast.app.replay;

import io.deploycast.app.config.StartFrom;
import io.deploycast.app.topology.ControlTopic;
import io.deploycast.app.topology.LogOffsets;
import io.deploycast.schema.topic.BrokerAnswers;
import io.deploycast.schema.topic.TargetName;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The replays that were begun and have not ended, kept in the control topic beside the targets
 * under {@code <target>|replay-<name>}.
 */
final class ReplayParts {
  private final ControlTopic control;
  private final String log;
  private final InstantSource clock;

  ReplayParts(ControlTopic control, String log, InstantSource clock) {
    this.control = control;
    this.log = log;
    this.clock = clock;
  }

  /**
   * The one that was begun under this name.
   *
   * @throws CannotReplayException when it was begun with other options
   * @throws KafkaException as the brokers answered
   */
  Optional<ReplayPart> begun(TargetName target, ReplayRequest request) {
    Optional<ReplayPart> part = control.note(key(target, request)).map(ReplayPart::read);
    part.ifPresent(it -> refuseOthers(it, request));
    return part;
  }

  /**
   * A new one, not kept yet.
   *
   * @throws CannotReplayException when the request does not say where to begin
   */
  ReplayPart resolve(Admin admin, ReplayRequest request) {
    if (request.from() == null) {
      throw new CannotReplayException(
          "--from must say where to begin: no replay '%s' was begun".formatted(request.name()));
    }
    LogOffsets offsets = new LogOffsets(admin, clock);
    Map<TopicPartition, OffsetAndMetadata> latest = offsets.at(log, new StartFrom.Latest());
    Map<TopicPartition, OffsetAndMetadata> begins =
        offsets.at(log, parse("--from", request.from()));
    Map<TopicPartition, OffsetAndMetadata> ends =
        offsets.at(log, parse("--to", request.toOrLatest()));
    Map<Integer, Long> begin = new HashMap<>();
    Map<Integer, Long> end = new HashMap<>();
    latest.forEach(
        (partition, now) -> {
          begin.put(partition.partition(), begins.getOrDefault(partition, now).offset());
          long wanted = ends.getOrDefault(partition, now).offset();
          end.put(partition.partition(), Math.min(wanted, now.offset()));
        });
    return new ReplayPart(
        request.name().text(),
        request.from(),
        request.toOrLatest(),
        request.service(),
        clock.instant(),
        begin,
        end);
  }

  /** Keeps a new one, and gives its group its first offsets. */
  void begin(Admin admin, String group, TargetName target, ReplayPart part) {
    control.putNote(key(target, part.name()), part.toJson());
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    part.begin()
        .forEach(
            (partition, offset) ->
                offsets.put(new TopicPartition(log, partition), new OffsetAndMetadata(offset)));
    BrokerAnswers.get(admin.alterConsumerGroupOffsets(group, offsets).all());
  }

  void forget(TargetName target, ReplayPart part) {
    control.removeNote(key(target, part.name()));
  }

  private static void refuseOthers(ReplayPart part, ReplayRequest request) {
    boolean same =
        fits(request.from(), part.from())
            && fits(request.to(), part.to())
            && (request.from() == null || Objects.equals(request.service(), part.service()));
    if (!same) {
      throw new CannotReplayException(
          ("replay '%s' was begun at %s with --from %s --to %s%s and has not ended; give the same"
                  + " options to go on with it, or another --name")
              .formatted(
                  part.name(),
                  part.begunAt(),
                  part.from(),
                  part.to(),
                  part.service() == null ? "" : " --service " + part.service()));
    }
  }

  private static boolean fits(@Nullable String wanted, String known) {
    return wanted == null || wanted.equals(known);
  }

  private static StartFrom parse(String option, String text) {
    try {
      return StartFrom.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CannotReplayException(option + " " + e.getMessage());
    }
  }

  private static String key(TargetName target, ReplayRequest request) {
    return key(target, request.name().text());
  }

  private static String key(TargetName target, String name) {
    return target + "|replay-" + name;
  }
}
