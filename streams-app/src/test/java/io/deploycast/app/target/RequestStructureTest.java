package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.http.AnswerParts;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.jq.TemplateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever text an event holds, a request keeps its structure: only values differ. */
final class RequestStructureTest {
  private static final TargetTypes TYPES = TargetTypes.shipped();
  private static final int EVENTS = 400;

  /** Every property of text that templates may use; the time and the id keep their form. */
  private static final List<String> TEXTS =
      List.of(
          "release",
          "service",
          "environment",
          "previousRelease",
          "commit",
          "branch",
          "repository",
          "actor",
          "url",
          "description");

  private static final List<String> NASTY =
      List.of(
          "\"",
          "'",
          "\\",
          "\r\n",
          "\n",
          "\r",
          "\t",
          "\u0000",
          "\u001b[2J",
          "\u0085",
          "\u2028",
          "\u202e",
          "🚀",
          "👩‍👩‍👧‍👦",
          "日本語",
          "č\u010a",
          "<",
          ">",
          "&",
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "=",
          ",",
          ";",
          ":",
          "|",
          "~",
          "^",
          "%",
          "%0d%0a",
          "#",
          "?",
          "/",
          "..",
          ".",
          " ",
          "${jndi:ldap://x}",
          "{{7*7}}",
          "\\(.id)",
          "'); drop",
          "*/",
          "--",
          "x",
          "1",
          "\" or 1=1",
          "~\"",
          "\\'",
          "](https://x)");

  static List<String> types() {
    return List.copyOf(TYPES.names());
  }

  @ParameterizedTest
  @MethodSource("types")
  void staysTheSameWhateverTheTextsOfAnEvent(String typeName) throws Exception {
    TargetType type = TYPES.find(typeName).orElseThrow();
    JsonNode values = Events.json("/targets/%s/parameters-all.json".formatted(typeName));
    CompiledTarget target =
        CompiledTarget.of(type, Configs.target(typeName, Configs.parameters(type, values)));
    String expected = structure(target, event(new Random(0), List.of("x")));
    int rendered = 0;
    for (int seed = 0; seed < EVENTS; seed++) {
      ObjectNode event = event(new Random(seed), seed % 2 == 0 ? NASTY : NASTY.subList(0, 10));
      try {
        assertThat(structure(target, event)).as("seed " + seed).isEqualTo(expected);
        rendered++;
      } catch (TemplateException e) {
        // Refusing is fine, too: Sentry takes no slash in a release, no path takes '..'.
        assertThat(e.getMessage())
            .as("seed " + seed)
            .containsAnyOf("a release must be", "a part of");
      }
    }
    assertThat(rendered).isGreaterThan(typeName.equals("sentry") ? 1 : EVENTS / 2);
  }

  @Test
  void keepsSearchesOfEntitiesClosed() throws Exception {
    CompiledTarget newRelic = required("newrelic");
    CompiledTarget dynatrace = required("dynatrace");
    for (int seed = 0; seed < EVENTS; seed++) {
      ObjectNode event = event(new Random(seed), NASTY);
      assertThat(
              body(newRelic, event)
                  .at("/variables/changeTrackingEvent/entitySearch/query")
                  .textValue())
          .as("seed " + seed)
          .matches("(?s)name = '(?:[^'\\\\]|\\\\.)*'");
      assertThat(body(dynatrace, event).path("entitySelector").textValue())
          .as("seed " + seed)
          .matches("(?s)type\\(SERVICE\\),entityName\\.equals\\(\"(?:[^\"~]|~.)*\"\\)");
    }
  }

  @Test
  void leavesNoMarkupOfTheEventsOwnInMessages() throws Exception {
    CompiledTarget slack = required("slack");
    for (int seed = 0; seed < EVENTS; seed++) {
      JsonNode body = body(slack, event(new Random(seed), NASTY));
      List<String> texts = new ArrayList<>(body.findValuesAsText("text"));
      body.findParents("type").stream()
          .filter(node -> node.path("type").asText().equals("plain_text"))
          .forEach(node -> texts.remove(node.path("text").asText()));
      assertThat(texts)
          .as("seed " + seed)
          .noneMatch(text -> text.contains("<") || text.contains(">"));
    }
  }

  private static CompiledTarget required(String typeName) throws TemplateException {
    TargetType type = TYPES.find(typeName).orElseThrow();
    JsonNode values = Events.json("/targets/%s/parameters-required.json".formatted(typeName));
    return CompiledTarget.of(type, Configs.target(typeName, Configs.parameters(type, values)));
  }

  private static ObjectNode event(Random random, List<String> words) {
    ObjectNode tree = (ObjectNode) Events.json("/targets/events/minimal.json");
    for (String property : TEXTS) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(property.equals("description") ? 1_000 : 8);
      for (int i = 0; i < length; i++) {
        text.append(words.get(random.nextInt(words.size())));
      }
      tree.put(property, text.toString());
    }
    return tree;
  }

  private static JsonNode body(CompiledTarget target, ObjectNode event) throws Exception {
    return EventJson.mapper().readTree(calls(target, event).get(0).body());
  }

  private static List<HttpCall> calls(CompiledTarget target, ObjectNode event)
      throws TemplateException {
    List<HttpCall> calls = new ArrayList<>();
    for (CompiledTarget.Step step : target.steps()) {
      calls.add(step.template().render(Events.event(event), 1, Instant.EPOCH, AnswerParts.NONE));
    }
    return calls;
  }

  private static String structure(CompiledTarget target, ObjectNode event) throws Exception {
    StringBuilder structure = new StringBuilder();
    for (HttpCall call : calls(target, event)) {
      String path = call.uri().getRawPath();
      String query = String.valueOf(call.uri().getRawQuery());
      structure
          .append(call.method())
          .append(' ')
          .append(call.uri().getScheme() + call.uri().getHost() + call.uri().getPort())
          .append(path.chars().filter(c -> c == '/').count())
          .append(query.replaceAll("=[^&]*", "="))
          .append(call.headers().keySet())
          .append(shape(call));
    }
    return structure.toString();
  }

  private static String shape(HttpCall call) throws Exception {
    String type = call.headers().getOrDefault("content-type", "");
    if (type.contains("json")) {
      return shape(EventJson.mapper().readTree(call.body()));
    }
    if (type.contains("form")) {
      return Arrays.stream(call.body().split("&"))
          .map(field -> field.split("=", -1))
          .map(parts -> parts[0] + parts.length)
          .collect(Collectors.joining(","));
    }
    // The exposition format: a label's value ends at the first quote that no backslash escapes.
    return call.body().replaceAll("\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\"", "\"\"");
  }

  private static String shape(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, String> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), shape(field.getValue())));
      return fields.toString();
    }
    if (node.isArray()) {
      List<String> items = new ArrayList<>();
      node.forEach(item -> items.add(shape(item)));
      return items.toString();
    }
    return node.getNodeType().toString();
  }
}
