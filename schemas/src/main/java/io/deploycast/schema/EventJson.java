package io.deploycast.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of an event, and the one parser that all foreign JSON goes through. */
public final class EventJson {
  /** Largest value a reader looks into, in bytes: Kafka's default record limit. */
  public static final int MAX_READ_BYTES = 1024 * 1024;

  /**
   * Deepest nesting a reader follows; an event needs two, the rest is room for unknown properties.
   */
  private static final int MAX_DEPTH = 64;

  /** Longest number a reader takes, in characters: bounds the cost of converting it. */
  private static final int MAX_NUMBER = 1_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER)
                          .maxStringLength(MAX_READ_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EventJson() {}

  /** The shared mapper: strict about duplicates and trailing tokens, bounded in depth and sizes. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * The event as a tree, properties in the schema's order, those without a value left out:
   *
   * <pre>{"id":"…","release":"2016.20","deployedAt":"2012-07-08T11:14:15Z","status":"succeeded"}
   * </pre>
   */
  public static ObjectNode toTree(DeploymentEvent event) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", event.id());
    tree.put("release", event.release());
    tree.put("deployedAt", event.deployedAt().toString());
    tree.put("deploymentId", event.deploymentId());
    put(tree, "startedAt", event.startedAt());
    put(tree, "committedAt", event.committedAt());
    put(tree, "service", event.service());
    put(tree, "environment", event.environment());
    tree.put("status", event.status().wireName());
    put(tree, "previousRelease", event.previousRelease());
    put(tree, "commit", event.commit());
    put(tree, "branch", event.branch());
    put(tree, "repository", event.repository());
    put(tree, "actor", event.actor());
    put(tree, "url", event.url());
    put(tree, "description", event.description());
    if (!event.attributes().isEmpty()) {
      ObjectNode attributes = tree.putObject("attributes");
      for (Map.Entry<String, String> entry : event.attributes().entrySet()) {
        attributes.put(entry.getKey(), entry.getValue());
      }
    }
    return tree;
  }

  /**
   * The record value: {@link #toTree} as UTF-8.
   *
   * @throws InvalidEventException when it is larger than {@link DeploymentEvent#MAX_BYTES}
   */
  public static byte[] toBytes(DeploymentEvent event) {
    byte[] bytes = toTree(event).toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > DeploymentEvent.MAX_BYTES) {
      throw new InvalidEventException(
          new Violation(
              "",
              "must have at most %d bytes of JSON, had %d"
                  .formatted(DeploymentEvent.MAX_BYTES, bytes.length)));
    }
    return bytes;
  }

  private static void put(ObjectNode tree, String name, @Nullable String value) {
    if (value != null) {
      tree.put(name, value);
    }
  }

  private static void put(ObjectNode tree, String name, @Nullable Instant value) {
    if (value != null) {
      tree.put(name, value.toString());
    }
  }
}
