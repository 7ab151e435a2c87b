package io.deploycast.app.topology;

import io.deploycast.app.config.StartFrom;
import io.deploycast.schema.topic.BrokerAnswers;
import io.deploycast.schema.topic.TargetName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Gives a group its first offsets, once, before it starts for the first time. A group that has run
 * before and has none any more is not given new ones silently: nobody could tell what it missed.
 */
final class StartOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);

  private final Admin admin;
  private final ControlTopic control;
  private final InstantSource clock;

  StartOffsets(Admin admin, ControlTopic control, InstantSource clock) {
    this.admin = admin;
    this.control = control;
    this.clock = clock;
  }

  /**
   * Makes sure that the group has committed offsets for the topic.
   *
   * @param startOver whether a group that lost its offsets may start at {@code startFrom} again
   * @throws NotReadyException when it has run before and lost its offsets
   * @throws KafkaException as the brokers answered
   */
  void ensure(String group, TargetName target, String topic, StartFrom from, boolean startOver) {
    TopicDescription log = LogOffsets.describe(admin, topic);
    String topicId = log.topicId().toString();
    Optional<String> knownId = control.topicId(target);
    if (hasOffsets(group, topic)) {
      if (!knownId.equals(Optional.of(topicId))) {
        control.rememberStart(target, clock.instant(), topicId);
      }
      return;
    }
    Optional<Instant> firstStart = control.firstStart(target);
    boolean madeAnew = knownId.isPresent() && !knownId.get().equals(topicId);
    if (firstStart.isPresent() && !startOver && !madeAnew) {
      throw new NotReadyException(
          ("it has run before (first at %s), but its group '%s' has no committed offsets for"
                  + " '%s' any more; they expire while no instance runs. Set them with Kafka's"
                  + " kafka-consumer-groups tool, or start once with 'run --start-over %s' to begin at"
                  + " its startFrom")
              .formatted(firstStart.get(), group, topic, target));
    }
    // Nothing of a log that was made anew can have been delivered.
    StartFrom begin = madeAnew ? new StartFrom.Earliest() : from;
    BrokerAnswers.get(
        admin.alterConsumerGroupOffsets(group, new LogOffsets(admin, clock).at(log, begin)).all());
    control.rememberStart(target, clock.instant(), topicId);
    LOG.atLevel(madeAnew ? Level.WARN : Level.INFO)
        .addKeyValue("target", target)
        .addKeyValue("topic", topic)
        .addKeyValue("startFrom", begin)
        .log(
            madeAnew
                ? "the topic was made anew; it is read from its start"
                : "target starts for the first time");
  }

  private boolean hasOffsets(String group, String topic) {
    return BrokerAnswers.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .anyMatch(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null);
  }
}
