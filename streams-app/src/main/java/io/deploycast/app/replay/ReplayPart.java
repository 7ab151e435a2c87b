package io.deploycast.app.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the log a replay covers, fixed when it was begun and kept until it has ended:
 *
 * <pre>
 * {"replay":"r1","from":"30d","to":"latest","service":"shop","begunAt":"2026-01-02T03:04:05Z",
 *  "begin":{"0":17,"1":4},"end":{"0":99,"1":4}}
 * </pre>
 *
 * @param from as it was asked for
 * @param to likewise
 * @param service only this one's events, or null for all
 * @param begin offsets by partition
 * @param end likewise, exclusive; never beyond what there was when it was begun
 */
record ReplayPart(
    String name,
    String from,
    String to,
    @Nullable String service,
    Instant begunAt,
    Map<Integer, Long> begin,
    Map<Integer, Long> end) {
  ReplayPart {
    begin = Map.copyOf(begin);
    end = Map.copyOf(end);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("replay", name).put("from", from).put("to", to);
    if (service != null) {
      json.put("service", service);
    }
    json.put("begunAt", begunAt.toString());
    put(json.putObject("begin"), begin);
    put(json.putObject("end"), end);
    return json;
  }

  static ReplayPart read(JsonNode json) {
    return new ReplayPart(
        json.path("replay").asText(),
        json.path("from").asText(),
        json.path("to").asText(),
        json.path("service").textValue(),
        Instant.parse(json.path("begunAt").asText()),
        offsets(json.path("begin")),
        offsets(json.path("end")));
  }

  private static void put(ObjectNode json, Map<Integer, Long> offsets) {
    new TreeMap<>(offsets).forEach((partition, offset) -> json.put(partition.toString(), offset));
  }

  private static Map<Integer, Long> offsets(JsonNode json) {
    Map<Integer, Long> offsets = new TreeMap<>();
    json.properties()
        .forEach(it -> offsets.put(Integer.valueOf(it.getKey()), it.getValue().asLong()));
    return offsets;
  }
}
