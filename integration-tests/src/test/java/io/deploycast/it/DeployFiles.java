package io.deploycast.it;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that people deploy with, read for tests as the tools that take them would. */
final class DeployFiles {
  static final Path ROOT = Path.of("..");

  private static final Path KUBERNETES = ROOT.resolve("deploy/kubernetes");

  /** Knows no property that a type has not: such a one is a slip that a cluster would ignore. */
  private static final ObjectMapper STRICT =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  private DeployFiles() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a YAML file. */
  static List<JsonNode> yaml(String name) {
    try {
      YAMLParser parser = new YAMLFactory().createParser(text(name));
      return STRICT.readerFor(JsonNode.class).<JsonNode>readValues(parser).readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every Kubernetes document of that kind. */
  static List<JsonNode> manifests(String kind) {
    List<JsonNode> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(KUBERNETES)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
        yaml(ROOT.relativize(file).toString()).stream()
            .filter(document -> document.path("kind").asText().equals(kind))
            .forEach(found::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The one document of that kind, as the model's type, which has to know every property. */
  static <T> T manifest(Class<T> type) {
    List<JsonNode> found = manifests(type.getSimpleName());
    if (found.size() != 1) {
      throw new AssertionError(
          "there must be one %s, were %d".formatted(type.getSimpleName(), found.size()));
    }
    return STRICT.convertValue(found.get(0), type);
  }

  /** The words of an instruction of a Dockerfile in its JSON form. */
  static List<String> instruction(String dockerfile, String name) {
    return words(dockerfile, "(?m)^" + name + " (\\[.*\\])$");
  }

  /** The command that says whether the container is well. */
  static List<String> healthCheck(String dockerfile) {
    return words(dockerfile, "(?s)\nHEALTHCHECK .*?CMD (\\[.*?\\])\n");
  }

  private static List<String> words(String dockerfile, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text(dockerfile));
    if (!matcher.find()) {
      throw new AssertionError(dockerfile + " has no instruction in the JSON form: " + pattern);
    }
    try {
      return List.of(new ObjectMapper().readValue(matcher.group(1), String[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
