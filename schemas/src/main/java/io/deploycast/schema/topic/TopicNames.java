package io.deploycast.schema.topic;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every topic of one installation; all begin with the name of the topic that events are announced
 * on.
 *
 * @param deployments the log of all deployments, {@code deployments} unless configured
 */
public record TopicNames(String deployments) {
  /** The name unless configured. */
  public static final String DEFAULT = "deployments";

  /** Kafka's rule, less what the longest derived name adds to its limit of 249. */
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9._-]{1,160}");

  private static final String RETRY = ".retry-";

  public TopicNames {
    if (!FORM.matcher(deployments).matches() || deployments.matches("\\.+")) {
      throw new IllegalArgumentException(
          "topic must be 1 to 160 characters of a-z A-Z 0-9 . _ -, was '" + deployments + "'");
    }
  }

  /** Where failed attempts of that target wait for that long. */
  public String retry(TargetName target, Duration delay) {
    return deployments + "." + target + RETRY + DurationText.format(delay);
  }

  /** What the topics of a replay to that target begin with. */
  public String replayPrefix(TargetName target, String replay) {
    return deployments + "." + target + ".replay-" + replay + ".";
  }

  /** Where failed attempts of a replay to that target wait for that long. */
  public String replayRetry(TargetName target, String replay, Duration delay) {
    return replayPrefix(target, replay) + "retry-" + DurationText.format(delay);
  }

  /** Where an operator puts dead letters back on the delivery path. */
  public String redrive(TargetName target) {
    return deployments + "." + target + ".redrive";
  }

  /** Deliveries that ended without success. */
  public String deadLetters() {
    return deployments + ".dlq";
  }

  /** The recorded end of each delivery. */
  public String receipts() {
    return deployments + ".receipts";
  }

  /** What operators asked of a target, read from the start by every instance. */
  public String control() {
    return deployments + ".control";
  }

  /** The delay in the name of a retry topic of that target; empty for any other topic. */
  public Optional<Duration> retryDelay(String topic, TargetName target) {
    String prefix = deployments + "." + target + RETRY;
    if (!topic.startsWith(prefix)) {
      return Optional.empty();
    }
    try {
      return Optional.of(DurationText.parse(topic.substring(prefix.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
