package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * An event in one line for people, such as {@code shop 2016.20 deployed in production by alice}:
 * what templates see as {@code $headline}. Pure.
 */
final class Headline {
  private static final Map<String, String> FORMS =
      Map.of(
          "started", "Deployment of %s started",
          "succeeded", "%s deployed",
          "failed", "Deployment of %s failed",
          "rolled_back", "%s rolled back");

  private Headline() {}

  static String of(JsonNode event) {
    String service = event.path("service").asText("");
    String release = event.path("release").asText("");
    String what = service.isEmpty() ? release : service + " " + release;
    String status = event.path("status").asText("");
    // Replaced, not formatted: a release may hold a percent sign.
    String line = FORMS.getOrDefault(status, "%s " + status).replace("%s", what);
    return line + phrase(" in ", event, "environment") + phrase(" by ", event, "actor");
  }

  private static String phrase(String preposition, JsonNode event, String property) {
    String text = event.path(property).asText("");
    return text.isEmpty() ? "" : preposition + text;
  }
}
