package io.deploycast.app.replay;

import io.deploycast.schema.topic.BrokerAnswers;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Who works in a group. */
final class GroupMembers {
  private GroupMembers() {}

  /**
   * Refuses to touch a group that somebody works in.
   *
   * @throws CannotReplayException when it has members
   * @throws KafkaException as the brokers answered
   */
  static void refuseActive(Admin admin, String group) {
    int members = count(admin, group);
    if (members > 0) {
      throw new CannotReplayException(
          "group '%s' must have no members, has %d; stop the service first, and wait for its session time-out if it was killed"
              .formatted(group, members));
    }
  }

  private static int count(Admin admin, String group) {
    try {
      return BrokerAnswers.get(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
          .mapToInt(described -> described.members().size())
          .sum();
    } catch (GroupIdNotFoundException e) {
      return 0;
    }
  }
}
