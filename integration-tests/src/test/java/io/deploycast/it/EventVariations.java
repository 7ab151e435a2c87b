package io.deploycast.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Events as trees, half of them wrong in one or two ways, for comparing what judges them. */
final class EventVariations {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> PROPERTIES =
      List.of(
          "id",
          "release",
          "deployedAt",
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
          "description",
          "attributes");

  private static final List<String> TIMES =
      List.of(
          "yesterday",
          "",
          "2012-07-08",
          "2012-07-08T11:14:15",
          "2012-07-08T11:14:15z",
          "2012-07-08t11:14:15Z",
          "2012-07-08 11:14:15Z",
          "2012-07-08T11:14:15+02:00",
          "2012-07-08T11:14:15+0200",
          "2012-07-08T11:14:15-00:00",
          "2012-07-08T11:14:15+18:00",
          "2012-07-08T11:14:15+18:01",
          "2012-07-08T11:14:15.123456789Z",
          "2012-07-08T11:14:15.1234567890Z",
          "2012-07-08T11:14:15,5Z",
          "2012-07-08T24:00:00Z",
          "2012-12-31T23:59:60Z",
          "2012-02-29T00:00:00Z",
          "2013-02-29T00:00:00Z",
          "2012-02-30T00:00:00Z",
          "2012-13-01T00:00:00Z",
          "9999-12-31T23:59:59Z",
          "10000-01-01T00:00:00Z",
          "0000-01-01T00:00:00Z",
          "-001-01-01T00:00:00Z",
          "2012-07-08T11:14:15Z\n",
          " 2012-07-08T11:14:15Z",
          "２０１２-07-08T11:14:15Z");

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "é",
          "日本",
          "😀",
          "😀".repeat(256),
          "😀".repeat(257),
          "x".repeat(256),
          "x".repeat(257),
          "x".repeat(1_024),
          "x".repeat(1_025),
          "x".repeat(2_049),
          "x".repeat(4_097),
          "\u0000",
          "\r\n",
          "e\u0301".repeat(128),
          "succeeded",
          "SUCCEEDED",
          "rolled_back",
          "0123456789abcdef",
          "0123456789abcde",
          "0123456789abcdef\n",
          "0123456789abcdeé",
          "y".repeat(128),
          "y".repeat(129));

  private final Random random;

  EventVariations(Random random) {
    this.random = random;
  }

  ObjectNode next() {
    ObjectNode event = valid();
    int changes = random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      change(event);
    }
    return event;
  }

  private ObjectNode valid() {
    ObjectNode event = JSON.objectNode();
    event.put("id", "0123456789abcdef" + random.nextInt(1_000));
    event.put("release", "2016." + random.nextInt(100));
    event.put("deployedAt", Instant.ofEpochSecond(random.nextInt()).toString());
    for (String property : PROPERTIES.subList(6, 16)) {
      if (random.nextInt(4) == 0) {
        event.put(property, property.equals("status") ? "failed" : "v" + random.nextInt(10));
      }
    }
    if (random.nextInt(4) == 0) {
      event.putObject("attributes").put("ticket", "OPS-7");
    }
    return event;
  }

  private void change(ObjectNode event) {
    String property = PROPERTIES.get(random.nextInt(PROPERTIES.size()));
    switch (random.nextInt(6)) {
      case 0 -> event.remove(property);
      case 1 -> event.put("unknown" + random.nextInt(3), "new");
      case 2 -> event.set(property, otherType());
      case 3 -> event.put(time(), TIMES.get(random.nextInt(TIMES.size())));
      case 4 -> attributes(event);
      default -> event.put(property, TEXTS.get(random.nextInt(TEXTS.size())));
    }
  }

  private String time() {
    return List.of("deployedAt", "startedAt", "committedAt").get(random.nextInt(3));
  }

  private JsonNode otherType() {
    return switch (random.nextInt(6)) {
      case 0 -> JSON.numberNode(7);
      case 1 -> JSON.nullNode();
      case 2 -> JSON.booleanNode(true);
      case 3 -> JSON.arrayNode().add("a");
      case 4 -> JSON.objectNode().put("a", "b");
      default -> JSON.numberNode(1.5);
    };
  }

  private void attributes(ObjectNode event) {
    ObjectNode attributes = event.putObject("attributes");
    int count = random.nextInt(4) == 0 ? 63 + random.nextInt(3) : random.nextInt(3);
    for (int i = 0; i < count; i++) {
      attributes.put("name" + i, "v");
    }
    if (random.nextInt(2) == 0) {
      attributes.put(text(), text());
    }
    if (random.nextInt(4) == 0) {
      attributes.set("odd", otherType());
    }
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
