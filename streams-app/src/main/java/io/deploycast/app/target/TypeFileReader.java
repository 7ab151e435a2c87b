package io.deploycast.app.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.deploycast.app.config.ParameterFormat;
import io.deploycast.app.config.ParameterSpec;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads target type files and checks them by {@code target-type.v1.json}. */
final class TypeFileReader {
  /** The largest file that can be one; ours have a tenth of it. */
  private static final int MAX_CHARACTERS = 256 * 1024;

  private final Schema schema = schema();
  private final YAMLMapper mapper = mapper();

  /** The type; empty when the file is broken, with what is wrong in {@code problems}. */
  Optional<TargetType> read(Path file, List<String> problems) {
    JsonNode tree;
    try {
      tree = mapper.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      problems.add("must be YAML: " + Excerpt.of(e.getOriginalMessage(), 200));
      return Optional.empty();
    } catch (IOException e) {
      problems.add("must be readable and UTF-8, is not");
      return Optional.empty();
    }
    schema
        .validate(tree)
        .forEach(
            error ->
                problems.add(
                    error.getInstanceLocation() + " " + Excerpt.of(error.getMessage(), 200)));
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    TargetType type = type(tree, problems);
    if (!file.getFileName().toString().equals(type.name() + ".yaml")) {
      problems.add("/name must be the file's name, was '" + Excerpt.of(type.name()) + "'");
    }
    requireCompiles(type, problems);
    return problems.isEmpty() ? Optional.of(type) : Optional.empty();
  }

  private static TargetType type(JsonNode tree, List<String> problems) {
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
        parameters,
        steps);
  }

  private static ParameterSpec parameter(JsonNode node, List<String> problems) {
    String name = node.path("name").asText();
    String format = node.path("format").asText("text");
    return new ParameterSpec(
        name,
        node.path("description").asText(),
        node.path("required").asBoolean(),
        node.path("secret").asBoolean(),
        node.path("list").asBoolean(),
        ParameterFormat.valueOf(format.replace('-', '_').toUpperCase(Locale.ROOT)),
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
    Set<Integer> success = new HashSet<>();
    node.path("success").path("status").forEach(status -> success.add(status.intValue()));
    return new StepSpec(
        node.path("name").asText(),
        node.path("method").asText("POST"),
        node.path("url").asText(),
        texts(node.path("headers")),
        texts(node.path("eventHeaders")),
        node.path("body").asText(),
        node.path("sign").path("secret").textValue(),
        success);
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  /** What a schema cannot say: that expressions compile and a signature has its parameter. */
  private static void requireCompiles(TargetType type, List<String> problems) {
    for (StepSpec step : type.steps()) {
      List<String> expressions = new ArrayList<>(step.headers().values());
      expressions.addAll(step.eventHeaders().values());
      expressions.add(step.body());
      try {
        UrlTemplate.compile(step.url());
        for (String expression : expressions) {
          JqTemplate.compile(expression);
        }
      } catch (TemplateException e) {
        problems.add(
            "step '%s' must hold jq: %s"
                .formatted(step.name(), Excerpt.of(String.valueOf(e.getMessage()), 200)));
      }
      String signing = step.signingParameter();
      boolean declared =
          type.parameters().stream().anyMatch(p -> p.name().equals(signing) && p.secret());
      if (signing != null && !declared) {
        problems.add(
            "step '%s' must sign with a parameter that is secret, '%s' is none"
                .formatted(step.name(), signing));
      }
    }
  }

  private static YAMLMapper mapper() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    return YAMLMapper.builder(
            YAMLFactory.builder()
                .loaderOptions(options)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .build();
  }

  private static Schema schema() {
    try (InputStream in =
        TypeFileReader.class.getResourceAsStream("/targets/target-type.v1.json")) {
      JsonNode document = EventJson.mapper().readTree(in);
      return SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12,
              builder ->
                  // No loader at all, so that a $ref can never reach out to the network.
                  builder.resourceLoaders(loaders -> loaders.values(List::clear)))
          .getSchema(document);
    } catch (IOException e) {
      throw new UncheckedIOException("target-type.v1.json must be on the class path", e);
    }
  }
}
