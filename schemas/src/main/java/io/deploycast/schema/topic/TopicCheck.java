package io.deploycast.schema.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the topics a cluster has with what deliveries need. Pure: reads states, gives findings.
 */
public final class TopicCheck {
  private final TopicNames names;
  private final Map<String, TopicState> states;
  private final List<TopicFinding> findings = new ArrayList<>();

  private TopicCheck(TopicNames names, Map<String, TopicState> states) {
    this.names = names;
    this.states = states;
  }

  /**
   * Checks the shared topics and those of the given targets.
   *
   * @param delays the retry delays of each target
   * @return errors and warnings; none when all is well
   */
  public static List<TopicFinding> of(
      TopicNames names, Map<TargetName, List<Duration>> delays, Map<String, TopicState> states) {
    TopicCheck check = new TopicCheck(names, states);
    check.shared();
    delays.forEach(check::target);
    return List.copyOf(check.findings);
  }

  private void shared() {
    present(names.deployments()).ifPresent(this::deployments);
    present(names.deadLetters()).ifPresent(this::deadLetters);
    present(names.control()).ifPresent(this::control);
    present(names.receipts());
  }

  private void deployments(TopicState topic) {
    if (topic.compacts()) {
      error(
          topic,
          "must not be compacted, since its key is the service and all but the last deployment of"
              + " each would be lost; cleanup.policy was '%s', set it to 'delete'",
          topic.cleanupPolicy());
    }
  }

  private void deadLetters(TopicState topic) {
    if (!topic.compacts() || topic.deletes()) {
      error(
          topic,
          "must only be compacted, since dead letters wait until they are redriven;"
              + " cleanup.policy was '%s', set it to 'compact'",
          topic.cleanupPolicy());
    }
    copyFits(topic);
  }

  private void control(TopicState topic) {
    if (!topic.compacts() || topic.deletes()) {
      error(
          topic,
          "must only be compacted; cleanup.policy was '%s', set it to 'compact'",
          topic.cleanupPolicy());
    }
  }

  private void target(TargetName target, List<Duration> delays) {
    for (Duration delay : delays) {
      present(names.retry(target, delay)).ifPresent(topic -> retry(topic, delay));
    }
    present(names.redrive(target)).ifPresent(topic -> retry(topic, Duration.ZERO));
  }

  private void retry(TopicState topic, Duration delay) {
    if (topic.compacts()) {
      error(
          topic,
          "must not be compacted, since waiting events of one service would replace each other;"
              + " cleanup.policy was '%s', set it to 'delete'",
          topic.cleanupPolicy());
    }
    retention(topic, delay);
    if (!topic.stampsOnAppend()) {
      warn(
          topic,
          "should have message.timestamp.type=LogAppendTime, so that retention counts from"
              + " the failure and not from the event; was CreateTime");
    }
    copyFits(topic);
    TopicState log = states.get(names.deployments());
    if (log != null && log.partitions() != topic.partitions()) {
      warn(
          topic,
          "has %d partitions and '%s' has %d; keys are routed over the topic's own",
          topic.partitions(),
          log.name(),
          log.partitions());
    }
  }

  private void retention(TopicState topic, Duration delay) {
    long kept = topic.retentionMillis();
    if (kept < 0) {
      return;
    }
    if (kept <= delay.toMillis()) {
      error(
          topic,
          "must keep records longer than its delay of %s, or they are deleted before they are due;"
              + " retention.ms was %d",
          DurationText.format(delay),
          kept);
      return;
    }
    TopicState log = states.get(names.deployments());
    if (log != null && (log.retentionMillis() < 0 || log.retentionMillis() > kept)) {
      warn(
          topic,
          "keeps records for %s only, shorter than '%s'; an outage longer than that loses its"
              + " waiting retries; raise retention.ms",
          DurationText.format(Duration.ofMillis(kept)),
          log.name());
    }
  }

  private void copyFits(TopicState topic) {
    TopicState log = states.get(names.deployments());
    if (log != null && topic.maxMessageBytes() <= log.maxMessageBytes()) {
      warn(
          topic,
          "takes records of %d bytes and '%s' of %d; a copy carries more headers, so the largest"
              + " will be dead-lettered without their value; raise max.message.bytes",
          topic.maxMessageBytes(),
          log.name(),
          log.maxMessageBytes());
    }
  }

  private Optional<TopicState> present(String topic) {
    TopicState state = states.get(topic);
    if (state == null) {
      findings.add(TopicFinding.missing(topic));
    }
    return Optional.ofNullable(state);
  }

  private void error(TopicState topic, String format, Object... args) {
    findings.add(TopicFinding.error(topic.name(), format.formatted(args)));
  }

  private void warn(TopicState topic, String format, Object... args) {
    findings.add(TopicFinding.warning(topic.name(), format.formatted(args)));
  }
}
