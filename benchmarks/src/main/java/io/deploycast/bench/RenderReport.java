package io.deploycast.bench;

import io.deploycast.app.target.TargetTypes;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code bench render}: nanoseconds an event, by type, against the limit. */
final class RenderReport {
  /** The types that most targets have. */
  private static final List<String> USUAL =
      List.of("datadog", "grafana", "newrelic", "sentry", "slack", "webhook");

  /** At 2,000 events a second and ten targets, three tenths of a core. */
  private static final double LIMIT_MICROS = 15;

  private RenderReport() {}

  /** Measures those types, or the usual ones; 1 when one of them is above the limit. */
  static int run(List<String> asked, PrintStream out) throws RunnerException {
    List<String> types = asked.isEmpty() ? USUAL : asked;
    Collection<String> known = TargetTypes.shipped().names();
    if (!known.containsAll(types)) {
      System.err.printf("a type must be one of %s, was %s%n", known, types);
      return 2;
    }
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(RenderBenchmark.class.getName())
                    .param("type", types.toArray(String[]::new))
                    .forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.seconds(1))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    out.printf("%-24s %14s %10s  limit %.0f µs%n", "type", "µs an event", "±", LIMIT_MICROS);
    boolean within = true;
    for (RunResult result : results) {
      double micros = result.getPrimaryResult().getScore() / 1_000;
      double error = result.getPrimaryResult().getScoreError() / 1_000;
      within &= micros < LIMIT_MICROS;
      out.printf(
          Locale.ROOT,
          "%-24s %14.2f %10.2f  %s%n",
          result.getParams().getParam("type"),
          micros,
          error,
          micros < LIMIT_MICROS ? "met" : "MISSED");
    }
    return within ? 0 : 1;
  }
}
