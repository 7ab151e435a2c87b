package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.TemplateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the CloudEvents SDK, the CloudEvents JSON Schema and CDEvents' shape say of our events. */
final class CloudEventsTest {
  private static final String[] LIBRARIES = {
    "cloudevents@10.0.0", "ajv@8.20.0", "ajv-formats@3.0.1"
  };
  private static final TargetTypes TYPES = TargetTypes.shipped();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"binary", "structured"})
  void areReadByTheSdkAsTheyWereMeant(String mode) throws Exception {
    List<ReceivedEvent> events = events();
    List<JsonNode> read = read(calls("cloudevents", Map.of("mode", mode), events));
    for (int i = 0; i < events.size(); i++) {
      JsonNode event = events.get(i).json();
      JsonNode cloudEvent = read.get(i);
      assertThat(cloudEvent.path("id").asText()).isEqualTo(event.path("id").asText());
      assertThat(cloudEvent.path("type").asText())
          .isEqualTo("io.deploycast.deployment." + event.path("status").asText());
      assertThat(Instant.parse(cloudEvent.path("time").asText()).toEpochMilli())
          .isEqualTo(events.get(i).deployedAt().toEpochMilli());
      assertThat(cloudEvent.path("data")).isEqualTo(event);
    }
  }

  @Test
  void carryCdEventsOfThePublishedShape() throws Exception {
    List<HttpCall> calls = calls("cdevents", Map.of(), events());
    Schema shape =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder ->
                    builder.schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()))
            .getSchema(Events.json("/targets/cdevents/cdevent.json"));
    for (HttpCall call : calls) {
      JsonNode cdEvent = EventJson.mapper().readTree(call.body());
      assertThat(shape.validate(cdEvent)).as(cdEvent.toString()).isEmpty();
      // The binding: attributes of the CloudEvent are copies of the CDEvent's context.
      assertThat(call.headers()).containsEntry("ce-id", cdEvent.at("/context/id").asText());
      assertThat(call.headers()).containsEntry("ce-type", cdEvent.at("/context/type").asText());
    }
    assertThat(read(calls)).hasSameSizeAs(calls);
  }

  private static List<ReceivedEvent> events() {
    List<ReceivedEvent> events = new ArrayList<>();
    for (String variant : List.of("minimal", "full", "hostile")) {
      for (String status : List.of("succeeded", "started", "failed", "rolled_back")) {
        events.add(Events.event(variant, status));
      }
    }
    return events;
  }

  private static List<HttpCall> calls(
      String type, Map<String, String> given, List<ReceivedEvent> events) throws TemplateException {
    ObjectNode values = EventJson.mapper().createObjectNode();
    values.put("url", "https://broker.example.com/ingest");
    given.forEach(values::put);
    Map<String, ParameterValue> parameters =
        new HashMap<>(Configs.parameters(TYPES.find(type).orElseThrow(), values));
    TargetConfig config = Configs.target(type, parameters);
    RequestRenderer renderer = RequestRenderer.of(TYPES, config);
    List<HttpCall> calls = new ArrayList<>();
    for (ReceivedEvent event : events) {
      calls.addAll(renderer.render(event, 1, Instant.EPOCH));
    }
    return calls;
  }

  private List<JsonNode> read(List<HttpCall> calls) throws Exception {
    List<String> lines = new ArrayList<>();
    for (HttpCall call : calls) {
      ObjectNode line = EventJson.mapper().createObjectNode();
      ObjectNode headers = line.putObject("headers");
      call.headers().forEach(headers::put);
      lines.add(line.put("body", call.body()).toString());
    }
    Path input = Files.write(folder.resolve("requests.jsonl"), lines);
    List<JsonNode> events = new ArrayList<>();
    for (String line :
        NodeScript.run("verify-cloudevents.mjs", input, LIBRARIES).lines().toList()) {
      events.add(EventJson.mapper().readTree(line));
    }
    return events;
  }
}
