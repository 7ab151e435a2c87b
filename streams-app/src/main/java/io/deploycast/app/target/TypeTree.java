package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.deploycast.app.config.ParameterFormat;
import io.deploycast.app.config.ParameterSpec;
import io.deploycast.schema.topic.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a target type of a file's tree that the schema found fine. */
final class TypeTree {
  private TypeTree() {}

  static TargetType type(JsonNode tree, List<String> problems) {
    List<ParameterSpec> parameters = new ArrayList<>();
    tree.path("parameters").forEach(node -> parameters.add(parameter(node, problems)));
    List<StepSpec> steps = new ArrayList<>();
    tree.path("steps").forEach(node -> steps.add(step(node)));
    return new TargetType(
        tree.path("name").asText(),
        tree.path("title").asText(),
        tree.path("doc").asText(),
        tree.path("source").asText(),
        tree.path("experimental").asBoolean(),
        Optional.ofNullable(duration(tree.path("maxAge"))),
        tree.path("when").textValue(),
        parameters,
        steps);
  }

  private static ParameterSpec parameter(JsonNode node, List<String> problems) {
    String name = node.path("name").asText();
    return new ParameterSpec(
        name,
        node.path("description").asText(),
        node.path("required").asBoolean(),
        node.path("secret").asBoolean(),
        node.path("list").asBoolean(),
        ParameterFormat.valueOf(constant(node.path("format").asText("text"))),
        node.path("default").textValue(),
        pattern(name, node.path("pattern").textValue(), problems));
  }

  private static @Nullable Pattern pattern(
      String name, @Nullable String text, List<String> problems) {
    try {
      return text == null ? null : Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      problems.add(
          "pattern of parameter '%s' must be an RE2 expression: %s"
              .formatted(name, e.getDescription()));
      return null;
    }
  }

  private static StepSpec step(JsonNode node) {
    JsonNode sign = node.path("sign");
    return new StepSpec(
        node.path("name").asText(),
        node.has("method") ? setting(node.path("method")) : Setting.fixed("POST"),
        setting(node.path("url")),
        texts(node.path("headers")),
        texts(node.path("eventHeaders")),
        node.path("headerList").textValue(),
        node.path("idempotencyKey").textValue(),
        setting(node.path("body")),
        BodyEncoding.valueOf(constant(node.path("encoding").asText("json"))),
        sign.isMissingNode() ? null : list(sign.path("secrets")),
        lookUp(node.path("lookUp")),
        answer(node.path("answer")));
  }

  private static @Nullable LookUpSpec lookUp(JsonNode node) {
    return node.isMissingNode()
        ? null
        : new LookUpSpec(
            node.path("when").textValue(), node.path("url").asText(), node.path("found").asText());
  }

  private static AnswerSpec answer(JsonNode node) {
    return new AnswerSpec(
        statuses(node.path("success")),
        statuses(node.path("permanent")),
        statuses(node.path("retriable")),
        statuses(node.path("refused")),
        node.path("verdict").textValue(),
        node.path("rateLimitHeader").textValue(),
        duration(node.path("pause")));
  }

  private static Setting setting(JsonNode node) {
    return node.isTextual()
        ? Setting.fixed(node.textValue())
        : new Setting(node.path("parameter").asText(), true);
  }

  private static @Nullable Duration duration(JsonNode node) {
    return node.isTextual() ? DurationText.parse(node.textValue()) : null;
  }

  private static Set<Integer> statuses(JsonNode node) {
    Set<Integer> statuses = new LinkedHashSet<>();
    node.forEach(status -> statuses.add(status.intValue()));
    return statuses;
  }

  private static List<String> list(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static String constant(String word) {
    return word.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
