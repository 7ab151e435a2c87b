package io.deploycast.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A script of {@code src/test/resources/node} and the packages it needs, at exact versions in a
 * folder of the build: JSON in, JSON out.
 */
final class NodeScript {
  private static final Path FOLDER = Path.of(System.getProperty("deploycast.node.modules"));

  private final String name;
  private final List<String> packages;

  NodeScript(String name, String... packages) {
    this.name = name;
    this.packages = List.of(packages);
  }

  JsonNode run(JsonNode input) throws InterruptedException {
    try {
      Path folder = FOLDER.resolve(name.replace(".js", ""));
      Path script = folder.resolve(name);
      install(folder);
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

  private void install(Path folder) throws IOException, InterruptedException {
    Path complete = folder.resolve("complete");
    String wanted = String.join("\n", packages);
    if (Files.exists(complete) && Files.readString(complete).equals(wanted)) {
      return;
    }
    Files.createDirectories(folder);
    List<String> arguments = new ArrayList<>(List.of("install", "--prefix", folder.toString()));
    arguments.addAll(
        List.of("--no-package-lock", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"));
    arguments.addAll(packages);
    new Tool("npm").run(arguments.toArray(String[]::new));
    Files.writeString(complete, wanted);
  }
}
