package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file up to its nodes, which know their lines. No object is ever made of a tag,
 * because nothing here constructs objects.
 */
final class YamlFile {
  /** Far above any sensible configuration, far below what would cost seconds to read. */
  private static final int MAX_BYTES = 1024 * 1024;

  /** Ours nests five deep. */
  private static final int MAX_DEPTH = 50;

  private YamlFile() {}

  /** The root of the file; empty when it cannot be read, which is a problem then. */
  static Optional<ConfigNode> read(Path file, Problems problems) {
    return text(file, problems)
        .flatMap(text -> compose(text, problems))
        .map(node -> new YamlNodes(problems).convert(node));
  }

  private static Optional<String> text(Path file, Problems problems) {
    try {
      if (Files.isDirectory(file)) {
        problems.add(0, "must be a file, is a directory");
        return Optional.empty();
      }
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        problems.add(0, "must have at most %d bytes, has %d".formatted(MAX_BYTES, size));
        return Optional.empty();
      }
      return Optional.of(decode(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      problems.add(0, "does not exist; give the configuration with --config FILE");
    } catch (CharacterCodingException e) {
      problems.add(0, "must be UTF-8, has bytes that are not");
    } catch (IOException e) {
      problems.add(0, "must be readable, is not for this user");
    }
    return Optional.empty();
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Optional<Node> compose(String text, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    try {
      Composer composer =
          new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
      Optional<Node> root = Optional.ofNullable(composer.getSingleNode());
      if (root.isEmpty()) {
        problems.add(0, "must hold a configuration, is empty");
      }
      return root;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(line, "must be YAML: " + Excerpt.of(e.getProblem(), 200));
    } catch (YAMLException e) {
      problems.add(0, "must be YAML: " + Excerpt.of(String.valueOf(e.getMessage()), 200));
    }
    return Optional.empty();
  }
}
