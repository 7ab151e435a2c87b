package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ci.CiRun;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What {@code publish} writes to standard output. */
final class PublishedText {
  private PublishedText() {}

  static String line(DeploymentEvent event, RecordMetadata place) {
    return "published %s: %s-%d@%d, event %s"
        .formatted(event.release(), place.topic(), place.partition(), place.offset(), event.id());
  }

  static ObjectNode json(DeploymentEvent event, RecordMetadata place) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", "acknowledged");
    json.put("eventId", event.id());
    json.put("release", event.release());
    json.put("deployedAt", event.deployedAt().toString());
    json.put("topic", place.topic());
    json.put("partition", place.partition());
    json.put("offset", place.offset());
    return json;
  }

  /**
   * The record as it would be sent.
   *
   * @param further its headers beside those that the event makes
   */
  static String record(
      OutputFormat format, String topic, DeploymentEvent event, Map<String, String> further) {
    Map<String, String> all = new LinkedHashMap<>(EventHeaders.of(event));
    all.putAll(further);
    String value = new String(EventJson.toBytes(event), StandardCharsets.UTF_8);
    if (format == OutputFormat.TEXT) {
      StringBuilder text = new StringBuilder();
      text.append("topic: ").append(topic).append('\n');
      text.append("key: ").append(event.key()).append('\n');
      all.forEach(
          (name, content) ->
              text.append("header ").append(name).append(": ").append(content).append('\n'));
      return text.append("value: ").append(value).toString();
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", topic);
    json.put("key", event.key());
    ObjectNode headers = json.putObject("headers");
    all.forEach(headers::put);
    json.set("value", EventJson.toTree(event));
    return json.toString();
  }

  /** What was found out about the CI run. */
  static String detected(OutputFormat format, CiRun run) {
    if (format == OutputFormat.JSON) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("system", run.system());
      run.facts().forEach((fact, text) -> json.put(fact.label(), text));
      return json.toString();
    }
    if (run.system().isEmpty()) {
      return "no CI system was detected";
    }
    StringBuilder text = new StringBuilder("system: ").append(run.system());
    run.facts().forEach((fact, value) -> text.append("\n%s: %s".formatted(fact.label(), value)));
    return text.toString();
  }
}
