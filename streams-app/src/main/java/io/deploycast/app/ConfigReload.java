package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.LoadResult;
import io.deploycast.app.config.ReloadResult;
import io.deploycast.app.config.ReloadResult.Rejected;
import io.deploycast.app.target.TargetTypes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again while the service runs. A file that cannot be used changes nothing;
 * that is logged, and stays in a meter until a later file is taken. Thread-safe, one at a time.
 */
final class ConfigReload {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

  private final Supplier<ConfigRead> source;
  private final BiFunction<AppConfig, TargetTypes, ReloadResult.Applied> apply;
  private AppConfig running;
  private volatile boolean failed;

  /**
   * @param running the configuration that the service was started with
   * @param source reads the file as it is now
   * @param apply makes the targets those of a configuration
   */
  ConfigReload(
      AppConfig running,
      Supplier<ConfigRead> source,
      BiFunction<AppConfig, TargetTypes, ReloadResult.Applied> apply,
      MeterRegistry meters) {
    this.running = running;
    this.source = source;
    this.apply = apply;
    Gauge.builder("deploycast.config.reload.failed", () -> failed ? 1 : 0)
        .description("1 when the configuration file was last read in vain")
        .register(meters);
  }

  /** Blocks until targets that are changed or left out have ended their calls. */
  synchronized ReloadResult run() {
    ReloadResult result;
    try {
      result = take(source.get());
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("reading the configuration again failed unexpectedly");
      result = new Rejected(List.of("the configuration cannot be applied: " + e));
    }
    failed = result instanceof Rejected;
    log(result);
    return result;
  }

  private ReloadResult take(ConfigRead read) {
    if (read.result() instanceof LoadResult.Invalid invalid) {
      return new Rejected(invalid.problems());
    }
    AppConfig next = ((LoadResult.Loaded) read.result()).config();
    List<String> fixed = running.keysThatNeedARestart(next);
    if (!fixed.isEmpty()) {
      return new Rejected(
          fixed.stream()
              .map(key -> key + " must stay as it is while the service runs; restart it instead")
              .toList());
    }
    next.warnings().forEach(warning -> LOG.atWarn().log("{}", warning));
    ReloadResult.Applied applied = apply.apply(next, read.types());
    running = next;
    return applied;
  }

  private static void log(ReloadResult result) {
    if (result instanceof Rejected rejected) {
      rejected.problems().forEach(problem -> LOG.atError().log("{}", problem));
      LOG.atError().log("the configuration was not reloaded; the service goes on with the old one");
    } else if (result instanceof ReloadResult.Applied applied) {
      LOG.atInfo()
          .addKeyValue("added", applied.added())
          .addKeyValue("changed", applied.changed())
          .addKeyValue("removed", applied.removed())
          .log("the configuration was reloaded");
    }
  }
}
