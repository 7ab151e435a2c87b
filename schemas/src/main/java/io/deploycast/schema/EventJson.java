package io.deploycast.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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

  private static final JsonFactory WRITING = new JsonFactory();

  private EventJson() {}

  /** Made when it is first asked for: whoever only writes events starts faster without it. */
  private static final class Mapper {
    static final JsonMapper MAPPER =
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
  }

  /** The shared mapper: strict about duplicates and trailing tokens, bounded in depth and sizes. */
  public static JsonMapper mapper() {
    return Mapper.MAPPER;
  }

  /**
   * The event as a tree, properties in the schema's order, those without a value left out:
   *
   * <pre>{"id":"…","release":"2016.20","deployedAt":"2012-07-08T11:14:15Z","status":"succeeded"}
   * </pre>
   */
  public static ObjectNode toTree(DeploymentEvent event) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    texts(event).forEach(tree::put);
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
    byte[] bytes = written(event);
    if (bytes.length > DeploymentEvent.MAX_BYTES) {
      throw new InvalidEventException(
          new Violation(
              "",
              "must have at most %d bytes of JSON, had %d"
                  .formatted(DeploymentEvent.MAX_BYTES, bytes.length)));
    }
    return bytes;
  }

  private static byte[] written(DeploymentEvent event) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = WRITING.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> property : texts(event).entrySet()) {
        json.writeStringField(property.getKey(), property.getValue());
      }
      if (!event.attributes().isEmpty()) {
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
          json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Every property that is a text, in the schema's order. */
  private static Map<String, String> texts(DeploymentEvent event) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("id", event.id());
    texts.put("release", event.release());
    texts.put("deployedAt", event.deployedAt().toString());
    texts.put("deploymentId", event.deploymentId());
    put(texts, "startedAt", event.startedAt());
    put(texts, "committedAt", event.committedAt());
    put(texts, "service", event.service());
    put(texts, "environment", event.environment());
    texts.put("status", event.status().wireName());
    put(texts, "previousRelease", event.previousRelease());
    put(texts, "commit", event.commit());
    put(texts, "branch", event.branch());
    put(texts, "repository", event.repository());
    put(texts, "actor", event.actor());
    put(texts, "url", event.url());
    put(texts, "description", event.description());
    return texts;
  }

  private static void put(Map<String, String> texts, String name, @Nullable Object value) {
    if (value != null) {
      texts.put(name, value.toString());
    }
  }
}
