package io.deploycast.sandbox.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The two programs, each as the process a user would start.
 *
 * @param cliJar {@code deploycast-cli.jar}
 * @param appJar {@code deploycast-app.jar}
 */
record Programs(Path cliJar, Path appJar) {
  /** Longer than the CLI's own time-out, so that this one only ends a CLI that hangs. */
  private static final long CLI_SECONDS = 60;

  /** What one call of the CLI came to. */
  record Answer(int exitCode, String out, String err) {}

  /**
   * From the system properties that the launcher sets.
   *
   * @throws IllegalStateException when one is missing
   */
  static Programs fromSystemProperties() {
    return new Programs(jar("deploycast.cli.jar"), jar("deploycast.app.jar"));
  }

  private static Path jar(String property) {
    String path = System.getProperty(property);
    if (path == null || !Files.isReadable(Path.of(path))) {
      throw new IllegalStateException(
          "system property '%s' must name the jar, was '%s'; start the demo with './deploycast demo'"
              .formatted(property, path));
    }
    return Path.of(path);
  }

  /** Runs {@code deploycast publish} and waits for its end. */
  Answer publish(String bootstrapServers, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java(cliJar));
    command.add("publish");
    command.addAll(arguments);
    command.addAll(List.of("--bootstrap-servers", bootstrapServers));
    Path err = Files.createTempFile("deploycast-demo", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(CLI_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      return new Answer(process.exitValue(), out.strip(), Files.readString(err).strip());
    } finally {
      Files.deleteIfExists(err);
    }
  }

  /** Starts {@code deploycast run}; its log goes to the file. */
  Process run(Path config, Path log) throws IOException {
    List<String> command = new ArrayList<>(java(appJar));
    command.addAll(List.of("run", "--config", config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static List<String> java(Path jar) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-XX:+UseSerialGC", "-Xmx256m", "-jar", jar.toString());
  }
}
