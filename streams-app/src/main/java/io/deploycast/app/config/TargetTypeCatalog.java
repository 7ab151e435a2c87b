package io.deploycast.app.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** What the loader has to know of target types to check a target. Thread-safe. */
public interface TargetTypeCatalog {
  /** The types there are. */
  SortedSet<String> names();

  /** The parameters of a type, in the order of its file; empty when there is no such type. */
  Optional<List<ParameterSpec>> parameters(String type);

  /** What is wrong with type files of the user's own, each a sentence; nothing as a rule. */
  List<String> problems();

  /** What is wrong with a target whose parameters are fine by themselves. */
  List<Finding> check(TargetConfig target);

  /**
   * A problem with one key of a target.
   *
   * @param key the key within the target
   * @param problem to be read after the key path
   */
  record Finding(String key, String problem) {}
}
