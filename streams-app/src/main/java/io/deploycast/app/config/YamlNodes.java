package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns YAML's nodes into ours and refuses what a configuration has no use for. */
final class YamlNodes {
  /** What plain YAML values resolve to; a tag that somebody wrote is another. */
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(
          Tag.MAP,
          Tag.SEQ,
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE);

  private final Problems problems;

  /** An alias is the same node again, which could multiply without end. */
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  YamlNodes(Problems problems) {
    this.problems = problems;
  }

  ConfigNode convert(Node root) {
    return convert(root, "");
  }

  private ConfigNode convert(Node node, String path) {
    int line = line(node);
    if (!PLAIN_TAGS.contains(node.getTag())) {
      problems.add(
          new ConfigNode.Nothing(path, line),
          "must not have a tag, has '" + Excerpt.of(node.getTag().getValue(), 80) + "'");
      return new ConfigNode.Nothing(path, line);
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, path);
    }
    if (!seen.add(node)) {
      problems.add(
          new ConfigNode.Nothing(path, line),
          "must be written out, is used again as an alias (*); what targets share goes into"
              + " 'defaults'");
      return new ConfigNode.Nothing(path, line);
    }
    return node instanceof MappingNode mapping
        ? entries(mapping, path)
        : items((SequenceNode) node, path);
  }

  private ConfigNode scalar(ScalarNode scalar, String path) {
    boolean isNull =
        scalar.getScalarStyle() == ScalarStyle.PLAIN && Tag.NULL.equals(scalar.getTag());
    return isNull
        ? new ConfigNode.Nothing(path, line(scalar))
        : new ConfigNode.Scalar(path, line(scalar), scalar.getValue());
  }

  private ConfigNode items(SequenceNode sequence, String path) {
    List<ConfigNode> values = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      values.add(convert(item, path + "[" + values.size() + "]"));
    }
    return new ConfigNode.Items(path, line(sequence), List.copyOf(values));
  }

  private ConfigNode entries(MappingNode mapping, String path) {
    Map<String, ConfigNode> values = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(line(tuple.getKeyNode()), "a key must be a text, was a list or a map");
        continue;
      }
      String name = key.getValue();
      String keyPath = (path.isEmpty() ? "" : path + ".") + Excerpt.of(name, 80);
      ConfigNode first = values.get(name);
      if (first == null) {
        values.put(name, atKey(convert(tuple.getValueNode(), keyPath), line(key)));
      } else {
        problems.add(
            new ConfigNode.Nothing(keyPath, line(key)),
            "must be given once, is already in line " + first.line());
      }
    }
    return new ConfigNode.Entries(path, line(mapping), values);
  }

  /** A problem with a value is looked for where its key is. */
  private static ConfigNode atKey(ConfigNode node, int line) {
    if (node instanceof ConfigNode.Entries entries) {
      return new ConfigNode.Entries(entries.path(), line, entries.values());
    }
    if (node instanceof ConfigNode.Items items) {
      return new ConfigNode.Items(items.path(), line, items.values());
    }
    return node instanceof ConfigNode.Scalar scalar
        ? new ConfigNode.Scalar(scalar.path(), line, scalar.text())
        : new ConfigNode.Nothing(node.path(), line);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
