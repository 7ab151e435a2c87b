package io.deploycast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Markdown page with a block for each benchmark, which is written anew with its figures:
 *
 * <pre>
 * &lt;!-- bench throughput --&gt;
 * …
 * &lt;!-- end --&gt;
 * </pre>
 */
final class PerformancePage {
  private static final String END = "<!-- end -->";

  private final Path file;

  PerformancePage(Path file) {
    this.file = file;
  }

  /**
   * Puts the figures into the block of that benchmark.
   *
   * @throws IllegalStateException when the page has no such block
   */
  void write(String benchmark, String commandLine, List<Figure> figures, Instant now)
      throws IOException {
    String page = Files.readString(file);
    String marker = "<!-- bench %s -->".formatted(benchmark);
    int begin = page.indexOf(marker);
    int end = begin < 0 ? -1 : page.indexOf(END, begin);
    if (end < 0) {
      throw new IllegalStateException(
          "%s must have a block from '%s' to '%s'".formatted(file, marker, END));
    }
    String rows = figures.stream().map(Figure::markdown).collect(Collectors.joining("\n"));
    String block =
        "%s%n`%s`, %s, %s%n%n| figure | value | bar | |%n|---|---|---|---|%n%s%n"
            .formatted(
                marker,
                commandLine,
                now.atZone(ZoneOffset.UTC).toLocalDate(),
                Machine.description(),
                rows);
    Files.writeString(file, page.substring(0, begin) + block + page.substring(end));
  }
}
