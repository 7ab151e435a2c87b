package io.deploycast.app.config;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** One reading of one file: its problems, its references, and the keys that were asked for. */
final class Reading {
  private final Problems problems;
  private final References references;
  private final SortedSet<String> keys = new TreeSet<>();

  Reading(Problems problems, Map<String, String> environment) {
    this.problems = problems;
    this.references = new References(environment, problems);
  }

  Problems problems() {
    return problems;
  }

  Optional<String> resolve(ConfigNode.Scalar scalar) {
    return references.resolve(scalar);
  }

  void know(String path) {
    keys.add(path.replaceAll("\\[\\d+]", "[]"));
  }

  /** Every key that reading asked for, such as {@code targets[].retry[].delay}. */
  SortedSet<String> keys() {
    return keys;
  }
}
