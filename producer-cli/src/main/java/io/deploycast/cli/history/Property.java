package io.deploycast.cli.history;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The properties of an event that are texts, in the schema's order. */
public enum Property {
  ID("id", Rule.ID),
  RELEASE("release", Rule.TEXT),
  DEPLOYED_AT("deployedAt", Rule.TIME),
  DEPLOYMENT_ID("deploymentId", Rule.ID),
  STARTED_AT("startedAt", Rule.TIME),
  COMMITTED_AT("committedAt", Rule.TIME),
  SERVICE("service", Rule.TEXT),
  ENVIRONMENT("environment", Rule.TEXT),
  STATUS("status", Rule.STATUS),
  PREVIOUS_RELEASE("previousRelease", Rule.TEXT),
  COMMIT("commit", Rule.TEXT),
  BRANCH("branch", Rule.TEXT),
  REPOSITORY("repository", Rule.TEXT),
  ACTOR("actor", Rule.TEXT),
  URL("url", Rule.TEXT),
  DESCRIPTION("description", Rule.TEXT);

  /** What the schema asks of a text. */
  enum Rule {
    ID,
    TEXT,
    TIME,
    STATUS
  }

  private static final Map<String, Property> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(Property::jsonName, Function.identity()));

  private final String jsonName;
  private final Rule rule;

  Property(String jsonName, Rule rule) {
    this.jsonName = jsonName;
    this.rule = rule;
  }

  /** The name in JSON and in the head of CSV. */
  public String jsonName() {
    return jsonName;
  }

  /** Whether the schema asks for it. */
  boolean isRequired() {
    return this == ID || this == RELEASE || this == DEPLOYED_AT;
  }

  Rule rule() {
    return rule;
  }

  static @Nullable Property ofName(String name) {
    return BY_NAME.get(name);
  }
}
