package io.deploycast.app.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.deploycast.app.config.ParameterSpec;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
    TargetType type = TypeTree.type(tree, problems);
    if (!file.getFileName().toString().equals(type.name() + ".yaml")) {
      problems.add("/name must be the file's name, was '" + Excerpt.of(type.name()) + "'");
    }
    requireCompiles(type, problems);
    return problems.isEmpty() ? Optional.of(type) : Optional.empty();
  }

  /** What a schema cannot say: that expressions compile and parameters are there. */
  private static void requireCompiles(TargetType type, List<String> problems) {
    Map<String, ParameterSpec> parameters = new HashMap<>();
    type.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
    for (StepSpec step : type.steps()) {
      try {
        requireCompiles(step, type.when());
      } catch (TemplateException e) {
        problems.add(
            "step '%s' must hold jq: %s"
                .formatted(step.name(), Excerpt.of(String.valueOf(e.getMessage()), 200)));
      }
      requireSettings(step, parameters, problems);
      requireSecrets(step, parameters, problems);
    }
  }

  private static void requireCompiles(StepSpec step, @Nullable String when)
      throws TemplateException {
    List<String> expressions = new ArrayList<>(step.headers().values());
    expressions.addAll(step.eventHeaders().values());
    Stream.of(when, step.idempotencyKey(), step.answer().verdict())
        .filter(Objects::nonNull)
        .forEach(expressions::add);
    if (!step.body().isParameter()) {
      expressions.add(step.body().text());
    }
    if (!step.url().isParameter()) {
      UrlTemplate.compile(step.url().text());
    }
    LookUpSpec lookUp = step.lookUp();
    if (lookUp != null) {
      UrlTemplate.compile(lookUp.url());
      expressions.add(lookUp.found());
      Stream.ofNullable(lookUp.when()).forEach(expressions::add);
    }
    for (String expression : expressions) {
      JqTemplate.compile(expression);
    }
  }

  private static void requireSettings(
      StepSpec step, Map<String, ParameterSpec> parameters, List<String> problems) {
    for (Setting setting : List.of(step.method(), step.url(), step.body())) {
      ParameterSpec parameter = parameters.get(setting.text());
      boolean filled =
          parameter != null
              && !parameter.list()
              && !parameter.secret()
              && (parameter.required() || parameter.defaultText() != null);
      if (setting.isParameter() && !filled) {
        problems.add(
            "step '%s' must take a text from a parameter that always has one, '%s' has not"
                .formatted(step.name(), setting.text()));
      }
    }
  }

  private static void requireSecrets(
      StepSpec step, Map<String, ParameterSpec> parameters, List<String> problems) {
    List<String> signing = step.signingParameters();
    for (String name : signing == null ? List.<String>of() : signing) {
      ParameterSpec parameter = parameters.get(name);
      if (parameter == null || !parameter.secret() || parameter.list()) {
        problems.add(
            "step '%s' must sign with a parameter that is secret, '%s' is none"
                .formatted(step.name(), name));
      }
    }
    ParameterSpec headers = parameters.get(String.valueOf(step.headerList()));
    boolean secretList = headers != null && headers.secret() && headers.list();
    if (step.headerList() != null && !secretList) {
      problems.add(
          "step '%s' must take headers from a parameter that is a secret list, '%s' is none"
              .formatted(step.name(), step.headerList()));
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
