package io.deploycast.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads {@code api.yaml}, the parameters of the target filled in. */
final class ApiFile {
  private static final Pattern PARAMETER = Pattern.compile("\\$\\{([A-Za-z0-9.]+)}");
  private static final String BASIC = "Basic ";

  private final Path folder;
  private final Map<String, String> parameters;
  final JsonNode tree;

  ApiFile(Path folder, Map<String, String> parameters) {
    this.folder = folder;
    this.parameters = parameters;
    this.tree = read(folder.resolve("api.yaml"));
  }

  List<ApiRule> rules() {
    return StreamSupport.stream(tree.path("requests").spliterator(), false)
        .map(this::rule)
        .toList();
  }

  private ApiRule rule(JsonNode node) {
    Map<String, String> credential = new LinkedHashMap<>();
    if (node.has("credential")) {
      JsonNode it = node.path("credential");
      credential.put(it.path("at").asText(), filled(it.path("is").asText()));
    }
    JsonNode absent = node.path("absent");
    return new ApiRule(
        Pattern.compile(node.path("path").asText()),
        texts(node.path("headers")),
        texts(node.path("query")),
        credential,
        encoding(node),
        node.path("maxBytes").asLong(Long.MAX_VALUE),
        schema(node.path("body")),
        ApiTime.of(node.path("time")),
        node.path("after").textValue(),
        node.path("idempotent").asBoolean(),
        ApiAnswer.of(node.path("answer")),
        absent.isMissingNode() ? null : ApiAnswer.of(absent));
  }

  private static String encoding(JsonNode node) {
    if (node.path("body").isMissingNode()) {
      return "none";
    }
    return node.path("form").asBoolean() ? "form" : node.path("text").asBoolean() ? "text" : "json";
  }

  private @Nullable Schema schema(JsonNode node) {
    if (node.isMissingNode()) {
      return null;
    }
    String file = node.path("$ref").asText();
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(file.endsWith(".json") ? read(folder.resolve(file)) : node);
  }

  private Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(it -> texts.put(it.getKey(), filled(it.getValue().asText())));
    return texts;
  }

  /** With the target's parameters in their places; Basic credentials encoded. */
  private String filled(String text) {
    Matcher matcher = PARAMETER.matcher(text);
    String filled =
        matcher.replaceAll(
            it -> Matcher.quoteReplacement(parameters.getOrDefault(it.group(1), "")));
    return filled.startsWith(BASIC)
        ? BASIC
            + Base64.getEncoder()
                .encodeToString(filled.substring(BASIC.length()).getBytes(StandardCharsets.UTF_8))
        : filled;
  }

  private static JsonNode read(Path file) {
    try {
      String text = Files.readString(file);
      return file.toString().endsWith(".yaml")
          ? new YAMLMapper().readTree(text)
          : EventJson.mapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
