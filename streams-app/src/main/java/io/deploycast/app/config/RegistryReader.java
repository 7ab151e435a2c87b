package io.deploycast.app.config;

import io.deploycast.schema.registry.RegistryConfigException;
import io.deploycast.schema.registry.RegistrySettings;
import io.deploycast.schema.registry.SubjectNameStrategy;
import io.deploycast.schema.topic.TopicNames;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code schemaRegistry}: properties of a registry's client under the field's names. */
final class RegistryReader {
  private static final String URL = "url";
  private static final String SUBJECTS = "subjects";

  private final Section section;

  RegistryReader(Section section) {
    this.section = section;
  }

  /**
   * Null when there is no registry.
   *
   * @param kafka from which credentials may be inherited
   */
  @Nullable RegistryConfig read(Map<String, Object> kafka, TopicNames topics) {
    Set<String> subjects = subjects(topics);
    Map<String, String> properties = new HashMap<>();
    for (String name : RegistrySettings.names()) {
      section.text(name).ifPresent(value -> properties.put(name, value));
    }
    section.refuseOthers();
    if (section.values().isEmpty()) {
      return null;
    }
    if (!section.has(URL)) {
      section.problem(URL, "is required, such as http://localhost:8081");
    }
    if (!properties.containsKey(URL)) {
      return null;
    }
    kafka.forEach(
        (key, value) -> {
          if (key.startsWith("sasl.")) {
            properties.put(key, value.toString());
          }
        });
    return settings(properties)
        .map(settings -> new RegistryConfig(settings, subjects))
        .orElse(null);
  }

  private Optional<RegistrySettings> settings(Map<String, String> properties) {
    try {
      return Optional.of(RegistrySettings.of(properties));
    } catch (RegistryConfigException e) {
      section.problem(e.key(), e.rule());
      return Optional.empty();
    }
  }

  private Set<String> subjects(TopicNames topics) {
    Optional<List<ConfigNode>> given = section.list(SUBJECTS);
    if (given.isEmpty()) {
      return SubjectNameStrategy.subjects(topics.deployments());
    }
    Set<String> subjects = new LinkedHashSet<>();
    for (ConfigNode item : given.get()) {
      if (item instanceof ConfigNode.Scalar scalar) {
        section.reading().resolve(scalar).ifPresent(subjects::add);
      } else {
        section.reading().problems().add(item, "must be a text, was " + item.kind());
      }
    }
    if (given.get().isEmpty()) {
      section.problem(SUBJECTS, "must name at least one subject");
    }
    return subjects;
  }
}
