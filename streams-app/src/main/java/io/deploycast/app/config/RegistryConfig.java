package io.deploycast.app.config;

import io.deploycast.schema.registry.RegistrySettings;
import java.util.Set;

/**
 * The schema registry that framed values are looked up in.
 *
 * @param subjects under which the event's schema may stand
 */
public record RegistryConfig(RegistrySettings settings, Set<String> subjects) {
  public RegistryConfig {
    subjects = Set.copyOf(subjects);
  }
}
