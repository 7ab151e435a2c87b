package io.deploycast.schema.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.schema.topic.TopicFinding.Severity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
  private static final TargetName AUDIT = new TargetName("audit");
  private static final List<Duration> DELAYS = List.of(Duration.ofMinutes(1));

  private final TopicNames names = new TopicNames("deployments");
  private final Map<String, TopicState> states = planned();

  /** A cluster whose topics are as the plan wants them. */
  private Map<String, TopicState> planned() {
    TopicPlan plan = new TopicPlan(names, TopicSettings.DEFAULT);
    Map<String, TopicState> all = new HashMap<>();
    plan.shared().forEach(spec -> all.put(spec.name(), state(spec)));
    plan.of(AUDIT, DELAYS).forEach(spec -> all.put(spec.name(), state(spec)));
    return all;
  }

  private static TopicState state(TopicSpec spec) {
    return new TopicState(spec.name(), spec.partitions(), spec.configs());
  }

  private void change(String topic, String config, String value) {
    TopicState before = states.get(topic);
    Map<String, String> configs = new HashMap<>(before.configs());
    configs.put(config, value);
    states.put(topic, new TopicState(topic, before.partitions(), configs));
  }

  private List<TopicFinding> findings() {
    return TopicCheck.of(names, Map.of(AUDIT, DELAYS), states);
  }

  private void expect(Severity severity, String topic, String words) {
    assertThat(findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(severity);
              assertThat(finding.topic()).isEqualTo(topic);
              assertThat(finding.message()).startsWith("topic '" + topic + "' ").contains(words);
            });
  }

  @Test
  void findsNothingWrongWithWhatThePlanMakes() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void namesEveryMissingTopicAndWhatToDo() {
    states.clear();

    assertThat(findings()).hasSize(6);
    expect(Severity.ERROR, "deployments.dlq", "does not exist; run 'deploycast topics create'");
  }

  @Test
  void refusesALogThatIsCompacted() {
    change("deployments", "cleanup.policy", "compact");
    expect(Severity.ERROR, "deployments", "must not be compacted");
  }

  @Test
  void refusesDeadLettersThatWouldBeDeleted() {
    change("deployments.dlq", "cleanup.policy", "delete");
    expect(Severity.ERROR, "deployments.dlq", "cleanup.policy was 'delete', set it to 'compact'");
    change("deployments.dlq", "cleanup.policy", "compact,delete");
    expect(Severity.ERROR, "deployments.dlq", "cleanup.policy was 'compact,delete'");
  }

  @Test
  void refusesARetryTopicThatLosesRecordsBeforeTheyAreDue() {
    change("deployments.audit.retry-1m", "retention.ms", "60000");
    expect(
        Severity.ERROR,
        "deployments.audit.retry-1m",
        "must keep records longer than its delay of 1m");
  }

  @Test
  void refusesARetryTopicThatIsCompacted() {
    change("deployments.audit.retry-1m", "cleanup.policy", "compact");
    expect(Severity.ERROR, "deployments.audit.retry-1m", "must not be compacted");
  }

  @Test
  void warnsOfRetentionShorterThanTheLogs() {
    change("deployments.audit.retry-1m", "retention.ms", "3600000");
    expect(Severity.WARNING, "deployments.audit.retry-1m", "keeps records for 1h only");
  }

  @Test
  void warnsOfRecordTimesThatMayBeOld() {
    change("deployments.audit.retry-1m", "message.timestamp.type", "CreateTime");
    expect(Severity.WARNING, "deployments.audit.retry-1m", "LogAppendTime");
  }

  @Test
  void warnsOfRecordLimitsThatACopyExceeds() {
    change("deployments.dlq", "max.message.bytes", "1000");
    expect(Severity.WARNING, "deployments.dlq", "raise max.message.bytes");
  }

  @Test
  void warnsOfOtherPartitionCounts() {
    TopicState retry = states.get("deployments.audit.retry-1m");
    states.put(retry.name(), new TopicState(retry.name(), 3, retry.configs()));
    expect(Severity.WARNING, retry.name(), "has 3 partitions and 'deployments' has 6");
  }

  @Test
  void plansRetryTopicsAsWideAsAnExistingLogUnlessConfigured() {
    TopicSettings settings = TopicSettings.DEFAULT.withLogPartitions(12);
    assertThat(new TopicPlan(names, settings).of(AUDIT, DELAYS))
        .allSatisfy(spec -> assertThat(spec.partitions()).isEqualTo(12));
    TopicSettings fixed =
        new TopicSettings(6, 3, (short) -1, Duration.ofDays(365)).withLogPartitions(12);
    assertThat(new TopicPlan(names, fixed).of(AUDIT, DELAYS))
        .allSatisfy(spec -> assertThat(spec.partitions()).isEqualTo(3));
  }
}
