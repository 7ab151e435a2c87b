package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the checkout, from wherever it is called. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of(System.getProperty("deploycast.launcher"));

  @TempDir private Path directory;

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void startsThroughALinkToIt() throws Exception {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Path link = Files.createSymbolicLink(bin.resolve("deploycast"), LAUNCHER);
    Path again = Files.createSymbolicLink(directory.resolve("again"), Path.of("bin/deploycast"));

    for (Path called : List.of(LAUNCHER, link, again, Path.of("bin/deploycast"))) {
      assertThat(run(called.toString(), "publish", "--help"))
          .contains("Usage: deploycast publish")
          .doesNotContain("building");
    }
  }
}
