package io.deploycast.app.config;

import java.util.List;

/** What became of reading the configuration again while the service runs. */
public sealed interface ReloadResult {

  /**
   * The targets are as the file says. Names, in the order of the file; those that are in none of
   * the lists were not touched.
   */
  record Applied(List<String> added, List<String> changed, List<String> removed)
      implements ReloadResult {
    public Applied {
      added = List.copyOf(added);
      changed = List.copyOf(changed);
      removed = List.copyOf(removed);
    }
  }

  /**
   * Nothing changed: the service goes on with the configuration it has.
   *
   * @param problems all of them, each a sentence; without secrets
   */
  record Rejected(List<String> problems) implements ReloadResult {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
