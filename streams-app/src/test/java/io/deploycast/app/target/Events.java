package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.ReceivedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The events that golden requests are made of, read as the engine reads them. */
final class Events {
  private static final EventReader READER = new EventReader();

  private Events() {}

  /** One of {@code minimal}, {@code full}, {@code hostile}. */
  static ReceivedEvent event(String variant, String status) {
    ObjectNode tree = (ObjectNode) json("/targets/events/" + variant + ".json");
    tree.put("status", status);
    return event(tree);
  }

  static ReceivedEvent event(JsonNode tree) {
    ReadResult result = READER.read(tree.toString().getBytes(StandardCharsets.UTF_8));
    return ((ReadResult.Valid) result).event();
  }

  static JsonNode json(String resource) {
    try (InputStream in = Events.class.getResourceAsStream(resource)) {
      return EventJson.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
