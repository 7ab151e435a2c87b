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
    return convert(root, "", line(root));
  }

  /** A problem with a value is looked for where its key is: that is the line. */
  private ConfigNode convert(Node node, String path, int line) {
    if (!PLAIN_TAGS.contains(node.getTag())) {
      problems.add(
          new ConfigNode.Nothing(path, line),
          "must not have a tag, has '" + Excerpt.of(node.getTag().getValue(), 80) + "'");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, path, line);
    }
    if (!seen.add(node)) {
      problems.add(
          new ConfigNode.Nothing(path, line),
          "must be written out, is used again as an alias (*); what targets share goes into"
              + " 'defaults'");
      return new ConfigNode.Nothing(path, line);
    }
    return node instanceof MappingNode mapping
        ? entries(mapping, path, line)
        : items((SequenceNode) node, path, line);
  }

  private ConfigNode scalar(ScalarNode scalar, String path, int line) {
    boolean isNull =
        scalar.getScalarStyle() == ScalarStyle.PLAIN && Tag.NULL.equals(scalar.getTag());
    return isNull
        ? new ConfigNode.Nothing(path, line)
        : new ConfigNode.Scalar(path, line, scalar.getValue());
  }

  private ConfigNode items(SequenceNode sequence, String path, int line) {
    List<ConfigNode> values = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      values.add(convert(item, path + "[" + values.size() + "]", line(item)));
    }
    return new ConfigNode.Items(path, line, List.copyOf(values));
  }

  private ConfigNode entries(MappingNode mapping, String path, int line) {
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
        values.put(name, convert(tuple.getValueNode(), keyPath, line(key)));
      } else {
        problems.add(
            new ConfigNode.Nothing(keyPath, line(key)),
            "must be given once, is already in line " + first.line());
      }
    }
    return new ConfigNode.Entries(path, line, values);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
