package io.deploycast.app.config;

import java.util.List;
import java.util.Map;

/** A value of the file and its place. Texts are as written: references are not yet resolved. */
sealed interface ConfigNode {
  /** The key path, such as {@code targets[2].retry[0].delay}; empty for the whole file. */
  String path();

  /** From 1; 0 when the value is not in the file. */
  int line();

  /** What kind of value it is, in words for a message. */
  String kind();

  /** A text, number or boolean; what it is meant to be is for its reader to say. */
  record Scalar(String path, int line, String text) implements ConfigNode {
    @Override
    public String kind() {
      return "text";
    }
  }

  /** Keys and values, in the order of the file. */
  record Entries(String path, int line, Map<String, ConfigNode> values) implements ConfigNode {
    @Override
    public String kind() {
      return "a map";
    }
  }

  /** A list. */
  record Items(String path, int line, List<ConfigNode> values) implements ConfigNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A key without a value. */
  record Nothing(String path, int line) implements ConfigNode {
    @Override
    public String kind() {
      return "empty";
    }
  }
}
