package io.deploycast.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Recognises what nearly every event is: the schema's own properties, all texts, times in UTC, no
 * half characters. It says yes only where the open schema does, at a fraction of what that costs;
 * it decides nothing that the schema would decide otherwise.
 */
final class OrdinaryEvent {
  private OrdinaryEvent() {}

  /** Whether the object is one; otherwise the schema has to be asked. */
  static boolean is(ObjectNode json) {
    for (Map.Entry<String, JsonNode> property : json.properties()) {
      if (!keeps(property.getKey(), property.getValue())) {
        return false;
      }
    }
    return json.has("id") && json.has("release") && json.has("deployedAt");
  }

  private static boolean keeps(String name, JsonNode value) {
    if (name.equals("attributes")) {
      return isTexts(value);
    }
    String text = value.textValue();
    if (text == null) {
      return false;
    }
    return switch (name) {
      case "id", "deploymentId" -> PlainForm.isId(text);
      case "deployedAt", "startedAt", "committedAt" -> PlainForm.isUtc(text);
      case "status" -> DeploymentStatus.ofWireName(text).isPresent();
      case "release",
          "service",
          "environment",
          "previousRelease",
          "commit",
          "branch",
          "repository",
          "actor",
          "url",
          "description" ->
          !text.isEmpty() && hasNoSurrogate(text);
      default -> false;
    };
  }

  private static boolean isTexts(JsonNode attributes) {
    if (!attributes.isObject()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      String text = attribute.getValue().textValue();
      boolean plain =
          text != null
              && !attribute.getKey().isEmpty()
              && hasNoSurrogate(attribute.getKey())
              && hasNoSurrogate(text);
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasNoSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
