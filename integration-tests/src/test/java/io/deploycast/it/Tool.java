package io.deploycast.it;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A program that only tests need. A test whose tool is missing is skipped by name; with {@code
 * DEPLOYCAST_REQUIRE_TOOLS=1} it fails.
 */
record Tool(String name) {
  private static final String REQUIRED = "DEPLOYCAST_REQUIRE_TOOLS";
  private static final Path LIBRARIES = Path.of("/usr/lib");

  /** Runs it to its end and gives what it wrote to standard output. */
  String run(String... arguments) throws InterruptedException {
    return run(ProcessBuilder.Redirect.PIPE, arguments);
  }

  /** The same with a file as its standard input. */
  String runOn(Path input, String... arguments) throws InterruptedException {
    return run(ProcessBuilder.Redirect.from(input.toFile()), arguments);
  }

  private String run(ProcessBuilder.Redirect input, String... arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(input)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        return fail("%s ended with %d: %s".formatted(command, process.exitValue(), out));
      }
      return out;
    } catch (IOException e) {
      return missing();
    }
  }

  /** Where the program is found. */
  Path onPath() {
    return Stream.of(
            Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(this::missing);
  }

  /** The shared library of that name below the system's folder for libraries. */
  Path library(String file) {
    try (Stream<Path> files = Files.find(LIBRARIES, 4, (path, attributes) -> path.endsWith(file))) {
      return files.findFirst().orElseGet(this::missing);
    } catch (IOException e) {
      return missing();
    }
  }

  private <T> T missing() {
    String missing = "'%s' is not installed; CONTRIBUTING.md lists the tools".formatted(name);
    return "1".equals(System.getenv(REQUIRED)) ? fail(missing) : abort(missing);
  }
}
