package io.deploycast.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A script of {@code src/test/resources/node} and the {@link NodePackages} it needs: JSON in, JSON
 * out.
 */
final class NodeScript {
  private final String name;
  private final List<String> packages;

  NodeScript(String name, String... packages) {
    this.name = name;
    this.packages = List.of(packages);
  }

  JsonNode run(JsonNode input) throws InterruptedException {
    try {
      Path folder = NodePackages.installed(name.replace(".js", ""), packages);
      Path script = folder.resolve(name);
      try (var source = NodeScript.class.getResourceAsStream("/node/" + name)) {
        Files.write(script, source.readAllBytes());
      }
      Path in = Files.writeString(folder.resolve("input.json"), input.toString());
      String out = new Tool("node").runOn(in, script.toString());
      return EventJson.mapper().readTree(out.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
