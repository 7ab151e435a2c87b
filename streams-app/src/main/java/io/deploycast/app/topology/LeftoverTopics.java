package io.deploycast.app.topology;

import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Finds what an earlier configuration left behind: retry topics of delays that are no longer
 * configured, in which events may still wait, and topics of targets that are no longer configured.
 */
final class LeftoverTopics {
  private final Admin admin;
  private final TopicNames names;

  LeftoverTopics(Admin admin, TopicNames names) {
    this.admin = admin;
    this.names = names;
  }

  /**
   * The delays of a target's retry topics that are not configured and hold records which its group
   * has not finished.
   *
   * @throws KafkaException as the brokers answered
   */
  List<Duration> delays(TargetName target, List<Duration> configured, String group) {
    String prefix = names.deployments() + "." + target + ".retry-";
    return new ClusterTopics(admin)
        .namesBeginningWith(prefix).stream()
            .filter(topic -> names.retryDelay(topic, target).isPresent())
            .filter(topic -> !configured.contains(names.retryDelay(topic, target).orElseThrow()))
            .filter(topic -> UnfinishedRecords.count(admin, topic, group) > 0)
            .map(topic -> names.retryDelay(topic, target).orElseThrow())
            .sorted()
            .toList();
  }

  /** Names that have topics of a target and are not among those configured. */
  Set<String> unknownTargets(Set<String> configured) {
    Pattern derived =
        Pattern.compile(
            Pattern.quote(names.deployments()) + "\\.([a-z0-9-]+)\\.(retry-[0-9]+[a-z]+|redrive)");
    Set<String> unknown = new TreeSet<>();
    for (String topic : new ClusterTopics(admin).namesBeginningWith(names.deployments() + ".")) {
      Matcher match = derived.matcher(topic);
      if (match.matches() && !configured.contains(match.group(1))) {
        unknown.add(match.group(1));
      }
    }
    return unknown;
  }
}
