package io.deploycast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The cheapest benchmark runs, and its figures go where they should. */
class BenchTest {
  @TempDir private Path folder;

  @Test
  void measuresTheClientAloneOverBothProtocols() throws Exception {
    Path json = folder.resolve("figures.json");
    Path page =
        Files.writeString(
            folder.resolve("page.md"),
            "before\n<!-- bench throughput -->\nformer\n<!-- end -->\nafter\n");

    int exitCode =
        new CommandLine(new Bench())
            .execute(
                ("throughput --only CLIENT --condition AT_ONCE --condition HTTP2 --rounds 1"
                        + " --warm-up 0 --seconds 1 --json %s --write %s")
                    .formatted(json, page)
                    .split(" "));

    assertThat(exitCode).isZero();
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(json)) {
      JsonNode figure = new ObjectMapper().readTree(line);
      names.add(figure.path("figure").asText());
      assertThat(figure.path("value").asDouble()).isPositive();
      assertThat(figure.path("holds").asBoolean()).isTrue();
    }
    assertThat(names)
        .containsExactly(
            "client without Kafka, answers at once, 256 in flight",
            "client without Kafka, HTTP/2 without TLS, answers at once, 256 in flight",
            "receiver busy, at most");
    assertThat(page)
        .content()
        .startsWith(
            "before\n<!-- bench throughput -->\n`./deploycast bench throughput --only CLIENT")
        .contains("| receiver busy, at most | ", "| holds |")
        .doesNotContain("former", "--json")
        .endsWith("<!-- end -->\nafter\n");
  }

  @Test
  void hasABlockInThePageForEachBenchmarkOfDeliveries() throws Exception {
    String page = Files.readString(Path.of("../docs/performance.md"));

    for (String name : new CommandLine(new Bench()).getSubcommands().keySet()) {
      if (!List.of("cli", "render").contains(name)) {
        assertThat(page).contains("<!-- bench %s -->".formatted(name));
      }
    }
  }
}
