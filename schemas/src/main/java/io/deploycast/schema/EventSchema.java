package io.deploycast.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A JSON Schema (2020-12) of the contract, ready to validate. Thread-safe; compiling one takes tens
 * of milliseconds, so make it once.
 */
public final class EventSchema {
  private static final List<String> LENGTH_KEYWORDS = List.of("maxLength", "maxProperties");

  private final Schema schema;
  private final JsonNode document;

  private EventSchema(JsonNode document) {
    this.document = document;
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                // No loader at all, so that a $ref can never reach out to the network.
                builder.resourceLoaders(loaders -> loaders.values(List::clear)));
    this.schema = registry.getSchema(document);
  }

  /** What writers must keep to: unknown properties and over-long texts are refused. */
  public static EventSchema closed() {
    return new EventSchema(load("deployment-event.v1.json"));
  }

  /**
   * What readers accept, derived from the closed schema: the same types and required properties,
   * but unknown properties are welcome and lengths are free.
   */
  public static EventSchema open() {
    ObjectNode document = (ObjectNode) load("deployment-event.v1.json");
    document.put("$id", "urn:deploycast:deployment-event:v1:open");
    document.put("additionalProperties", true);
    removeLengths(document);
    return new EventSchema(document);
  }

  static EventSchema of(JsonNode document) {
    return new EventSchema(document);
  }

  /** The shape of a dead letter as commands and the admin API show it. */
  public static EventSchema deadLetter() {
    return new EventSchema(load("dead-letter.v1.json"));
  }

  /** The shape of a receipt. */
  public static EventSchema receipt() {
    return new EventSchema(load("receipt.v1.json"));
  }

  /** The schema document. */
  public JsonNode document() {
    return document.deepCopy();
  }

  /** The first rule that the value breaks, in the schema's order; empty when it is valid. */
  public Optional<Violation> firstViolation(JsonNode value) {
    List<Error> errors =
        schema.validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    return errors.isEmpty() ? Optional.empty() : Optional.of(violation(errors.get(0)));
  }

  private static Violation violation(Error error) {
    String pointer = error.getInstanceLocation().toString();
    String property = error.getProperty();
    boolean namesProperty =
        "required".equals(error.getKeyword()) || "additionalProperties".equals(error.getKeyword());
    if (namesProperty && property != null) {
      pointer += "/" + property.replace("~", "~0").replace("/", "~1");
    }
    return switch (error.getKeyword()) {
      case "required" -> new Violation(pointer, "is required, was missing");
      case "additionalProperties" -> new Violation(pointer, "is not a property of the schema");
      default -> new Violation(pointer, Excerpt.of(error.getMessage(), 300));
    };
  }

  private static void removeLengths(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(LENGTH_KEYWORDS);
    }
    node.forEach(EventSchema::removeLengths);
  }

  private static JsonNode load(String name) {
    try (InputStream in = EventSchema.class.getResourceAsStream(name)) {
      return EventJson.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " must be readable from the class path", e);
    }
  }
}
