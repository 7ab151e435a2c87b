package io.deploycast.schema.topic;

/**
 * Something about a topic that an operator should know.
 *
 * @param severity whether the topic can be used as it is
 * @param message a whole sentence that names the topic, the rule, what was seen and what to do
 */
public record TopicFinding(Severity severity, String topic, Kind kind, String message) {
  /** Whether the topic can be used. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** What was found. */
  public enum Kind {
    MISSING,
    SETTING
  }

  static TopicFinding missing(String topic) {
    return new TopicFinding(
        Severity.ERROR,
        topic,
        Kind.MISSING,
        "topic '%s' does not exist; run 'deploycast topics create'".formatted(topic));
  }

  static TopicFinding error(String topic, String rest) {
    return new TopicFinding(
        Severity.ERROR, topic, Kind.SETTING, "topic '%s' %s".formatted(topic, rest));
  }

  static TopicFinding warning(String topic, String rest) {
    return new TopicFinding(
        Severity.WARNING, topic, Kind.SETTING, "topic '%s' %s".formatted(topic, rest));
  }
}
