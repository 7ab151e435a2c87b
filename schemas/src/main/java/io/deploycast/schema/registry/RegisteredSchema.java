package io.deploycast.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A schema as a registry has it.
 *
 * @param version −1 where the registry did not say
 * @param type such as {@code JSON}
 * @param text the schema itself
 */
public record RegisteredSchema(String subject, int version, int id, String type, String text) {
  /** What a schema is that says nothing of its type. */
  private static final String DEFAULT_TYPE = "AVRO";

  static final String JSON = "JSON";

  static RegisteredSchema of(String subject, JsonNode answer) {
    return new RegisteredSchema(
        answer.path("subject").asText(subject),
        answer.path("version").asInt(-1),
        answer.path("id").asInt(),
        type(answer),
        answer.path("schema").asText());
  }

  static String type(JsonNode answer) {
    return answer.path("schemaType").asText(DEFAULT_TYPE);
  }
}
