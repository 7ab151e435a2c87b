package io.deploycast.app.config;

import java.util.List;

/** What reading a configuration came to. */
public sealed interface LoadResult {

  /** It can be run. */
  record Loaded(AppConfig config) implements LoadResult {}

  /**
   * It cannot be run.
   *
   * @param problems all of them in the order of the file, each a sentence with its place, such as
   *     {@code deploycast.yaml:12: targets[0].timeout must be positive, was -1s}; never a secret
   */
  record Invalid(List<String> problems) implements LoadResult {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
