package io.deploycast.schema.registry;

import io.deploycast.schema.Excerpt;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Under which name in the registry the schema of a topic's values stands. */
public enum SubjectNameStrategy {
  /** {@code deployments-value}. */
  TOPIC("topic", "TopicNameStrategy"),
  /** {@code DeploymentEvent}: the same schema whatever the topic. */
  RECORD("record", "RecordNameStrategy"),
  /** {@code deployments-DeploymentEvent}. */
  TOPIC_RECORD("topic-record", "TopicRecordNameStrategy");

  /** The schema's title, which is what a JSON schema's record name is. */
  private static final String RECORD_NAME = "DeploymentEvent";

  private static final String PACKAGE = "io.confluent.kafka.serializers.subject.";

  private final String shortName;
  private final String className;

  SubjectNameStrategy(String shortName, String simpleName) {
    this.shortName = shortName;
    this.className = PACKAGE + simpleName;
  }

  /**
   * The strategy by its short name or by the class name that the field's serializers take.
   *
   * @throws IllegalArgumentException with a sentence that begins after its subject
   */
  public static SubjectNameStrategy parse(String text) {
    return Arrays.stream(values())
        .filter(it -> it.shortName.equals(text) || it.className.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of %s or the class %s{Topic,Record,TopicRecord}NameStrategy, was '%s'"
                        .formatted(String.join(", ", shortNames()), PACKAGE, Excerpt.of(text))));
  }

  /** The subject for a topic's values. */
  public String subject(String topic) {
    return switch (this) {
      case TOPIC -> topic + "-value";
      case RECORD -> RECORD_NAME;
      case TOPIC_RECORD -> topic + "-" + RECORD_NAME;
    };
  }

  /** Every subject that a writer of the topic may have used. */
  public static Set<String> subjects(String topic) {
    Set<String> subjects = new LinkedHashSet<>();
    for (SubjectNameStrategy strategy : values()) {
      subjects.add(strategy.subject(topic));
    }
    return subjects;
  }

  private static List<String> shortNames() {
    return Arrays.stream(values()).map(it -> it.shortName).toList();
  }
}
