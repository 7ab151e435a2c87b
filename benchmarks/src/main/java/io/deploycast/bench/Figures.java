package io.deploycast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every benchmark does with its results: a table for people, and lines for programs. */
public final class Figures {
  @Option(names = "--json", paramLabel = "FILE", description = "Also write a JSON line a figure.")
  private @Nullable Path json;

  /** The exit code: 0 when every figure holds, else 1. */
  public int report(List<Figure> figures) throws IOException {
    figures.forEach(figure -> System.out.println(figure.row()));
    if (json != null) {
      Files.writeString(
          json, figures.stream().map(it -> it.json() + "\n").collect(Collectors.joining()));
    }
    return figures.stream().allMatch(Figure::holds) ? 0 : 1;
  }
}
