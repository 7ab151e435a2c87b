package io.deploycast.app.admin.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.ReceivedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A deployment event as the board remembers it: texts are cut, so that no event takes much room.
 *
 * @param position where its record stands in the log
 * @param texts the other properties that are there, by their name in the event
 * @param attributes the event's own attributes
 */
public record Deployment(
    Position position,
    String id,
    Instant deployedAt,
    Map<String, String> texts,
    Map<String, String> attributes) {
  /** Longest text kept of one property, in characters; of an address, as long as one may be. */
  private static final int MOST_TEXT = 1_024;

  /** Longest attribute kept, and most of them. */
  private static final int MOST_ATTRIBUTE = 256;

  private static final int MOST_ATTRIBUTES = DeploymentEvent.MAX_ATTRIBUTES;

  /** About what objects around the texts take, in bytes. */
  private static final int OVERHEAD = 600;

  private static final List<String> KEPT =
      List.of(
          "release",
          "deploymentId",
          "startedAt",
          "committedAt",
          "service",
          "environment",
          "status",
          "previousRelease",
          "commit",
          "branch",
          "repository",
          "actor",
          "url",
          "description");

  static Deployment of(Position position, ReceivedEvent event) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : KEPT) {
      String text = event.json().path(name).textValue();
      if (text != null) {
        texts.put(name, cut(text, isAddress(name) ? DeploymentEvent.MAX_ADDRESS : MOST_TEXT));
      }
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : event.json().path("attributes").properties()) {
      if (attributes.size() < MOST_ATTRIBUTES) {
        attributes.put(
            cut(entry.getKey(), MOST_ATTRIBUTE), cut(entry.getValue().asText(), MOST_ATTRIBUTE));
      }
    }
    return new Deployment(position, event.id(), event.deployedAt(), texts, attributes);
  }

  /** The property's text, or null when the event has none. */
  public @Nullable String text(String name) {
    return texts.get(name);
  }

  /** When its record entered the log. */
  public Instant announcedAt() {
    return Instant.ofEpochMilli(position.timeMillis());
  }

  /** Whether any of its texts holds this one; case does not matter. */
  public boolean mentions(String wanted) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    return id.toLowerCase(Locale.ROOT).contains(lower)
        || texts.values().stream().anyMatch(it -> it.toLowerCase(Locale.ROOT).contains(lower))
        || attributes.values().stream().anyMatch(it -> it.toLowerCase(Locale.ROOT).contains(lower));
  }

  /** Whether the property has exactly this text; without one, {@code -} stands for it. */
  public boolean has(String property, String wanted) {
    return wanted.equals(Objects.requireNonNullElse(texts.get(property), "-"));
  }

  /** The event's properties, in its own words. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.put("deployedAt", deployedAt.toString());
    texts.forEach(json::put);
    json.put("announcedAt", announcedAt().toString());
    if (!attributes.isEmpty()) {
      ObjectNode object = json.putObject("attributes");
      attributes.forEach(object::put);
    }
    return json;
  }

  /** About what it takes in memory, in bytes. */
  int size() {
    int characters = id.length();
    for (String text : texts.values()) {
      characters += text.length();
    }
    for (Map.Entry<String, String> entry : attributes.entrySet()) {
      characters += entry.getKey().length() + entry.getValue().length() + OVERHEAD / 6;
    }
    return OVERHEAD + 2 * characters;
  }

  private static boolean isAddress(String name) {
    return name.equals("url") || name.equals("repository");
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }
}
