package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.http.AnswerParts;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped type's requests, compared as parsed requests with {@code targets/<type>/*.json}. A
 * request that differs is written to {@code target/golden}, from where it can be copied once it was
 * read.
 */
final class GoldenRequestTest {
  private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");
  private static final TargetTypes TYPES = TargetTypes.shipped();

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String type : TYPES.names()) {
      for (String status : List.of("succeeded", "started", "failed", "rolled_back")) {
        for (String variant : List.of("minimal", "full", "hostile")) {
          cases.add(Arguments.of(type, status, variant));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void makesTheGoldenRequest(String typeName, String status, String variant) throws Exception {
    TargetType type = TYPES.find(typeName).orElseThrow();
    // The minimal event goes to a target with nothing but what is required.
    String with = variant.equals("minimal") ? "required" : "all";
    JsonNode values = Events.json("/targets/%s/parameters-%s.json".formatted(typeName, with));
    TargetConfig target = Configs.target(typeName, Configs.parameters(type, values));

    JsonNode actual = requests(type, target, Events.event(variant, status));

    String file = "%s/%s-%s.json".formatted(typeName, status, variant);
    assertThat(actual).as(write(file, actual)).isEqualTo(golden(file));
  }

  @ParameterizedTest
  @MethodSource("types")
  void carriesTheEventsId(String typeName) throws Exception {
    TargetType type = TYPES.find(typeName).orElseThrow();
    JsonNode values = Events.json("/targets/%s/parameters-required.json".formatted(typeName));
    TargetConfig target = Configs.target(typeName, Configs.parameters(type, values));
    ReceivedEvent event = Events.event("full", "succeeded");
    assertThat(requests(type, target, event).toString()).contains(event.id());
  }

  static List<String> types() {
    return List.copyOf(TYPES.names());
  }

  private static JsonNode requests(TargetType type, TargetConfig target, ReceivedEvent event)
      throws Exception {
    ArrayNode requests = JsonNodeFactory.instance.arrayNode();
    for (CompiledTarget.Step step : CompiledTarget.of(type, target).steps()) {
      HttpCall call;
      try {
        call = step.template().render(event, 2, NOW, AnswerParts.NONE);
      } catch (TemplateException e) {
        // What the product would refuse is a dead letter before it is sent.
        requests.addObject().put("refused", e.getMessage());
        break;
      }
      ObjectNode request = requests.addObject();
      request.put("method", call.method());
      request.put("url", call.uri().toString());
      ObjectNode headers = request.putObject("headers");
      call.headers().forEach(headers::put);
      request.set("body", body(call));
    }
    return EventJson.mapper().readTree(requests.toString());
  }

  /** JSON as a tree, anything else as the text it is. */
  private static JsonNode body(HttpCall call) throws IOException {
    boolean json = call.headers().getOrDefault("content-type", "").contains("json");
    return json
        ? EventJson.mapper().readTree(call.body())
        : JsonNodeFactory.instance.textNode(call.body());
  }

  private static JsonNode golden(String file) throws IOException {
    Path path = Path.of("src/test/resources/targets").resolve(file);
    return Files.exists(path)
        ? EventJson.mapper().readTree(Files.readString(path))
        : JsonNodeFactory.instance.missingNode();
  }

  private static String write(String file, JsonNode actual) throws IOException {
    Path path = Path.of("target/golden").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(
        path,
        EventJson.mapper()
                .writerWithDefaultPrettyPrinter()
                .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                .writeValueAsString(actual)
            + "\n");
    return path.toString();
  }
}
