package io.deploycast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every benchmark does with its results: a table for people, and lines for programs. */
public final class Figures {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write a JSON line a figure.")
  private @Nullable Path json;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Also write the table into this page, between its markers for the benchmark.")
  private @Nullable Path page;

  private final InstantSource clock = InstantSource.system();

  /** The exit code: 0 when every figure holds, else 1. */
  public int report(List<Figure> figures) throws IOException {
    figures.forEach(figure -> System.out.println(figure.row()));
    if (json != null) {
      Files.writeString(
          json, figures.stream().map(it -> it.json() + "\n").collect(Collectors.joining()));
    }
    if (page != null) {
      new PerformancePage(page).write(command.name(), commandLine(), figures, clock.instant());
    }
    return figures.stream().allMatch(Figure::holds) ? 0 : 1;
  }

  /** As it was typed, without where its results go. */
  private String commandLine() {
    List<String> typed = command.root().commandLine().getParseResult().originalArgs();
    String all = "./deploycast bench " + String.join(" ", typed);
    return all.replaceAll(" --(json|write)[ =]\\S+", "");
  }
}
