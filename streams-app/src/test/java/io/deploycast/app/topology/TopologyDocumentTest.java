package io.deploycast.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The graph in {@code docs/architecture.md} is the one that runs. */
final class TopologyDocumentTest extends TopologyCase {
  private static final Pattern BLOCK = Pattern.compile("(?s)```topology\n(.*?)```");

  @Test
  void showsTheGraphOfTheCode() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs/architecture.md")));
    assertThat(block.find()).isTrue();
    assertThat(block.group(1).strip())
        .isEqualTo(topology.describe().toString().replaceAll("(?m) +$", "").strip());
  }
}
