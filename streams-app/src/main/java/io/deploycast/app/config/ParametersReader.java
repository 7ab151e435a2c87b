package io.deploycast.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the parameters that a target's type declares. */
final class ParametersReader {
  private final Section section;
  private final Path file;

  ParametersReader(Section section, Path file) {
    this.section = section;
    this.file = file;
  }

  Map<String, ParameterValue> read(List<ParameterSpec> specs) {
    Map<String, ParameterValue> values = new HashMap<>();
    for (ParameterSpec spec : specs) {
      Optional<ParameterValue> value = spec.list() ? texts(spec) : text(spec);
      value.ifPresent(v -> values.put(spec.name(), v));
    }
    return values;
  }

  private Optional<ParameterValue> text(ParameterSpec spec) {
    String key = spec.name();
    if (!section.has(key)) {
      if (spec.required()) {
        section.problem(key, "is required: " + spec.description());
      }
      return Optional.ofNullable(spec.defaultText()).map(ParameterValue.Text::new);
    }
    if (section.at(key) instanceof ConfigNode.Nothing) {
      section.problem(key, "must not be empty");
      return Optional.empty();
    }
    if (spec.secret()) {
      new SecretReader(section, file).warnIfOpen(key);
    }
    return section.text(key).flatMap(text -> checked(spec, section.at(key), text));
  }

  private Optional<ParameterValue> texts(ParameterSpec spec) {
    Optional<List<ConfigNode>> items = section.list(spec.name());
    if (items.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (ConfigNode item : items.get()) {
      if (item instanceof ConfigNode.Scalar scalar) {
        section
            .reading()
            .resolve(scalar)
            .filter(text -> checked(spec, scalar, text).isPresent())
            .ifPresent(texts::add);
      } else {
        section.reading().problems().add(item, "must be a text, was " + item.kind());
      }
    }
    return Optional.of(
        spec.secret()
            ? new ParameterValue.Secrets(texts.stream().map(Secret::new).toList())
            : new ParameterValue.Texts(texts));
  }

  private Optional<ParameterValue> checked(ParameterSpec spec, ConfigNode at, String text) {
    Optional<String> problem = spec.problemWith(text);
    if (problem.isPresent()) {
      section.reading().problems().add(at, problem.get());
      return Optional.empty();
    }
    return Optional.of(spec.secret() ? new Secret(text) : new ParameterValue.Text(text));
  }
}
