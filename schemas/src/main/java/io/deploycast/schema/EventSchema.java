package io.deploycast.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
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

  /** The newest dialect that every registry and reader in the field compares and compiles. */
  private static final String COMMON_DIALECT = "http://json-schema.org/draft-07/schema#";

  private final Schema schema;
  private final JsonNode document;

  private EventSchema(JsonNode document) {
    this(document, SchemaRegistryConfig.getInstance());
  }

  private EventSchema(JsonNode document, SchemaRegistryConfig config) {
    this.document = document;
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemaRegistryConfig(config)
                    // No loader at all, so that a $ref can never reach out to the network.
                    .resourceLoaders(loaders -> loaders.values(List::clear)));
    try {
      this.schema = registry.getSchema(document);
    } catch (SchemaException e) {
      throw new UnusableSchemaException(e);
    }
  }

  /** A schema of somebody else's that nothing can be checked by. */
  public static final class UnusableSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableSchemaException(RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
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
    remove(document, LENGTH_KEYWORDS);
    return new EventSchema(document);
  }

  /**
   * The closed schema as registries get it: in the dialect that all of them know, and without
   * {@code format}, which common readers refuse to compile; the patterns say the same, but for the
   * length of a month.
   */
  public static JsonNode registered() {
    ObjectNode document = (ObjectNode) load("deployment-event.v1.json");
    document.put("$schema", COMMON_DIALECT);
    remove(document, List.of("format"));
    return document;
  }

  /**
   * A schema that somebody else wrote. Nothing it refers to is fetched, and its patterns take
   * linear time (RE2), so that it can neither call out nor stand still.
   *
   * @throws UnusableSchemaException when it is none; what it refers to is only missed by {@link
   *     #firstViolation}
   */
  public static EventSchema foreign(JsonNode document) {
    return new EventSchema(
        document,
        SchemaRegistryConfig.builder().regularExpressionFactory(EventSchema::linearTime).build());
  }

  private static RegularExpression linearTime(String pattern) {
    try {
      Pattern compiled = Pattern.compile(pattern);
      return text -> compiled.matcher(text).find();
    } catch (PatternSyntaxException e) {
      throw new SchemaException(
          "pattern %s must be one that RE2 knows: %s"
              .formatted(Excerpt.of(pattern), e.getDescription()));
    }
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

  /**
   * The first rule that the value breaks, in the schema's order; empty when it is valid.
   *
   * @throws UnusableSchemaException when the schema refers to what is not in it
   */
  public Optional<Violation> firstViolation(JsonNode value) {
    try {
      List<Error> errors =
          schema.validate(
              value,
              context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
      return errors.isEmpty() ? Optional.empty() : Optional.of(violation(errors.get(0)));
    } catch (SchemaException e) {
      throw new UnusableSchemaException(e);
    }
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

  private static void remove(JsonNode node, List<String> keywords) {
    if (node instanceof ObjectNode object) {
      object.remove(keywords);
    }
    node.forEach(below -> remove(below, keywords));
  }

  private static JsonNode load(String name) {
    try (InputStream in = EventSchema.class.getResourceAsStream(name)) {
      return EventJson.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " must be readable from the class path", e);
    }
  }
}
