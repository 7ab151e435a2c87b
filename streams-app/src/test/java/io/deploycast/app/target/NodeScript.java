package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script for Node.js beside packages that it needs, which are installed in exactly these versions
 * below {@code target}. Where Node.js or npm is missing the test is skipped by name; with {@code
 * DEPLOYCAST_REQUIRE_TOOLS=1} it fails.
 */
final class NodeScript {
  private static final String REQUIRED = "DEPLOYCAST_REQUIRE_TOOLS";
  private static final Path FOLDER = Path.of("target/node");

  private NodeScript() {}

  /** Runs a script of the test resources and gives what it wrote; it must end well. */
  static String run(String script, Path input, String... packages) throws Exception {
    Path folder = installed(packages);
    Path copy = folder.resolve(script);
    Files.copy(
        Path.of("src/test/resources/node").resolve(script),
        copy,
        StandardCopyOption.REPLACE_EXISTING);
    return output(
        folder, List.of("node", copy.getFileName().toString(), input.toAbsolutePath().toString()));
  }

  private static synchronized Path installed(String... packages) throws Exception {
    Path folder = FOLDER.resolve(String.join("+", packages).replaceAll("[^a-z0-9.+@-]", "-"));
    Path done = folder.resolve("installed");
    if (!Files.exists(done)) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
      List<String> command = new ArrayList<>(List.of("npm", "install"));
      Stream.of("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact")
          .forEach(command::add);
      command.addAll(List.of(packages));
      output(folder, command);
      Files.createFile(done);
    }
    return folder;
  }

  private static String output(Path folder, List<String> command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      String missing =
          "'%s' is not installed; CONTRIBUTING.md lists the tools".formatted(command.get(0));
      return "1".equals(System.getenv(REQUIRED)) ? fail(missing) : abort(missing);
    }
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      return fail("%s ended with %d: %s".formatted(command, process.exitValue(), out));
    }
    return out;
  }
}
