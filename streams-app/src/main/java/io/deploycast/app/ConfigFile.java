package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.ConfigLoader;
import io.deploycast.app.config.LoadResult;
import io.deploycast.app.target.TargetTypes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the configuration, and its reading with all problems told at once. */
final class ConfigFile {
  /** Exit code for a configuration that cannot be used: EX_CONFIG of BSD's sysexits. */
  static final int EXIT_CONFIG = 78;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration, YAML.")
  private Path path;

  private Optional<TargetTypes> types = Optional.empty();

  /** The configuration; empty after its problems were printed, each on a line. */
  Optional<AppConfig> load(PrintWriter err) {
    LoadResult result = new ConfigLoader(types(), System.getenv()).load(path);
    if (result instanceof LoadResult.Loaded loaded) {
      loaded.config().warnings().forEach(warning -> err.println("warning: " + warning));
      return Optional.of(loaded.config());
    }
    if (result instanceof LoadResult.Invalid invalid) {
      invalid.problems().forEach(err::println);
    }
    return Optional.empty();
  }

  /** The configuration and the types beside it as the files are now; prints nothing. */
  ConfigRead readAgain() {
    TargetTypes now = TargetTypes.beside(path);
    return new ConfigRead(new ConfigLoader(now, System.getenv()).load(path), now);
  }

  /** The shipped target types, and those beside the configuration. */
  TargetTypes types() {
    if (types.isEmpty()) {
      types = Optional.of(TargetTypes.beside(path));
    }
    return types.orElseThrow();
  }
}
