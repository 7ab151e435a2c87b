package io.deploycast.cli.doctor;

import static io.deploycast.cli.doctor.Finding.ok;
import static io.deploycast.cli.doctor.Finding.warning;

import io.deploycast.schema.topic.BrokerAnswers;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Compares this machine's clock with the cluster's without writing a record. The leader of the
 * controllers tells its own clock as the time at which it was last caught up with itself (KIP-836),
 * to those with the right Describe on the cluster. Everybody else learns only from the newest
 * record, stamped by a broker when it was appended (LogAppendTime): it cannot be of the future.
 */
final class ClockComparison {
  /** Deployments are told to the second, and NTP keeps clocks within far less. */
  private static final long TOLERATED_MILLIS = 2_000;

  private static final String CHECK = "clock";
  private static final String ADVICE =
      "set this machine's clock by NTP, or give the time of the deployment as an argument";

  private final Admin admin;
  private final InstantSource clock;

  ClockComparison(Admin admin, InstantSource clock) {
    this.admin = admin;
    this.clock = clock;
  }

  Finding against(String topic) {
    try {
      return againstController();
    } catch (KafkaException notForThisUser) {
      return againstNewestRecord(topic);
    }
  }

  private Finding againstController() {
    long before = clock.millis();
    QuorumInfo quorum = BrokerAnswers.get(admin.describeMetadataQuorum().quorumInfo());
    long after = clock.millis();
    OptionalLong theirs =
        quorum.voters().stream()
            .filter(voter -> voter.replicaId() == quorum.leaderId())
            .findFirst()
            .map(QuorumInfo.ReplicaState::lastCaughtUpTimestamp)
            .orElse(OptionalLong.empty());
    if (theirs.isEmpty() || theirs.getAsLong() <= 0) {
      return warning(CHECK, "the cluster does not tell its time", "");
    }
    // Told somewhere between the question and the answer, so that span is nobody's fault.
    long skew =
        theirs.getAsLong() < before
            ? before - theirs.getAsLong()
            : Math.min(0, after - theirs.getAsLong());
    String seen =
        skew == 0
            ? "the same as the cluster's within %d ms".formatted(Math.max(1, after - before))
            : "%d ms %s of the cluster's".formatted(Math.abs(skew), skew > 0 ? "ahead" : "behind");
    return Math.abs(skew) > TOLERATED_MILLIS ? warning(CHECK, seen, ADVICE) : ok(CHECK, seen);
  }

  private Finding againstNewestRecord(String topic) {
    try {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (TopicDescription description :
          BrokerAnswers.get(admin.describeTopics(List.of(topic)).allTopicNames()).values()) {
        for (TopicPartitionInfo partition : description.partitions()) {
          asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.maxTimestamp());
        }
      }
      long newest =
          BrokerAnswers.get(admin.listOffsets(asked).all()).values().stream()
              .mapToLong(ListOffsetsResultInfo::timestamp)
              .max()
              .orElse(-1);
      long behind = newest - clock.millis();
      if (behind > TOLERATED_MILLIS) {
        return warning(
            CHECK, "at least %d ms behind the brokers' (newest record)".formatted(behind), ADVICE);
      }
      return ok(CHECK, "not behind the newest record's; more is not for this user to know");
    } catch (KafkaException e) {
      return warning(CHECK, "the cluster's is not for this user to know", "");
    }
  }
}
