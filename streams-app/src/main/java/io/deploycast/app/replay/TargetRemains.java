package io.deploycast.app.replay;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.topology.ControlTopic;
import io.deploycast.app.topology.UnfinishedRecords;
import io.deploycast.schema.deadletter.DeadLetterAccess;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.DeadLetterGroup;
import io.deploycast.schema.deadletter.DeadLetters;
import io.deploycast.schema.topic.BrokerAnswers;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.KafkaException;

/** What the cluster keeps of a target that is no longer configured. Not thread-safe. */
public final class TargetRemains implements AutoCloseable {
  /** How long the brokers may take for one answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AppConfig app;
  private final TargetName target;
  private final Admin admin;
  private final String group;

  public TargetRemains(AppConfig app, TargetName target) {
    this.app = app;
    this.target = target;
    this.admin = Admin.create(app.kafka());
    this.group = app.applicationPrefix() + "." + target;
  }

  /**
   * What there is.
   *
   * @param topics with the number of records in each that its group has not finished
   * @param groups the target's own, and those of replays that have not ended
   * @param deadLetters how many of the target's there are
   */
  public record Found(Map<String, Long> topics, List<String> groups, int deadLetters) {
    public Found {
      groups = List.copyOf(groups);
    }

    public boolean isEmpty() {
      return topics.isEmpty() && groups.isEmpty() && deadLetters == 0;
    }
  }

  /**
   * Looks for all of it.
   *
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  public Found find() {
    Map<String, Long> topics = new TreeMap<>();
    for (String topic :
        new ClusterTopics(admin)
            .namesBeginningWith(app.topics().deployments() + "." + target + ".")) {
      if (isOwn(topic)) {
        topics.put(topic, UnfinishedRecords.count(admin, topic, group));
      }
    }
    return new Found(topics, groups(), deadLetters());
  }

  /**
   * Removes what was found, and what the installation remembers of the target; not its dead
   * letters.
   *
   * @throws CannotReplayException when somebody still works on the target
   * @throws KafkaException as the brokers answered
   */
  public void remove(Found found) {
    found.groups().forEach(it -> GroupMembers.refuseActive(admin, it));
    BrokerAnswers.get(admin.deleteTopics(found.topics().keySet()).all());
    BrokerAnswers.get(admin.deleteConsumerGroups(found.groups()).all());
    ControlTopic control = new ControlTopic(app.topics().control(), app.kafka());
    control.removeNote(target.text());
    String replay = group + ".replay-";
    found.groups().stream()
        .filter(it -> it.startsWith(replay))
        .forEach(it -> control.removeNote(target + "|replay-" + it.substring(replay.length())));
  }

  @Override
  public void close() {
    admin.close();
  }

  /** Another installation may have a topic that begins the same. */
  private boolean isOwn(String topic) {
    return topic.equals(app.topics().redrive(target))
        || app.topics().retryDelay(topic, target).isPresent()
        || Pattern.matches(
            Pattern.quote(app.topics().deployments() + "." + target + ".replay-")
                + "[a-z0-9-]+\\.retry-[0-9a-z]+",
            topic);
  }

  private List<String> groups() {
    return BrokerAnswers.get(admin.listGroups().all()).stream()
        .map(GroupListing::groupId)
        .filter(it -> it.equals(group) || it.startsWith(group + ".replay-"))
        .sorted()
        .toList();
  }

  private int deadLetters() {
    DeadLetterAccess access =
        new DeadLetterAccess(app.topics(), app.applicationPrefix(), app.kafka(), PATIENCE);
    return new DeadLetters(access)
        .groups(DeadLetterFilter.ofTarget(target.text())).stream()
            .mapToInt(DeadLetterGroup::count)
            .sum();
  }
}
