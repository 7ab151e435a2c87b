package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import io.deploycast.cli.ci.CiDetection;
import io.deploycast.cli.ci.CiRun;
import io.deploycast.cli.event.EventFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where events come from besides options: a file, and the CI run. */
final class SourceOptions {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "Publish the events of a file of JSON lines, '-' for standard input; nothing is sent"
              + " unless every line is valid.")
  private @Nullable String file;

  @Option(names = "--no-detect", description = "Take nothing from the variables of a CI system.")
  private boolean noDetect;

  @Option(
      names = "--show-detected",
      description = "Print what the variables of the CI system tell, and publish nothing.")
  private boolean showDetected;

  Optional<EventFile> file(Surroundings surroundings) {
    return Optional.ofNullable(file).map(name -> new EventFile(name, surroundings));
  }

  boolean showsDetected() {
    return showDetected;
  }

  CiRun run(Surroundings surroundings) {
    return noDetect ? CiRun.NONE : CiDetection.detect(surroundings.environment());
  }
}
