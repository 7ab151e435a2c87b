package io.deploycast.bench.render;

import io.deploycast.app.target.TargetTypes;
import io.deploycast.bench.Bar;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Microseconds an event, by target type. */
@Command(
    name = "render",
    description = "What it costs to make an event's requests, by target type.",
    mixinStandardHelpOptions = true)
public final class RenderBench implements Callable<Integer> {
  /** At 2,000 events a second and ten targets, three tenths of a core. */
  private static final double BAR_MICROS = 15;

  @Spec private CommandSpec spec;
  @Mixin private Figures figures;

  @Parameters(paramLabel = "TYPE", description = "Target types; all that are shipped unless given.")
  private List<String> types = List.copyOf(TargetTypes.shipped().names());

  @Override
  public Integer call() throws RunnerException, IOException {
    Collection<String> known = TargetTypes.shipped().names();
    if (!known.containsAll(types)) {
      throw new ParameterException(
          spec.commandLine(), "a type must be one of %s, was %s".formatted(known, types));
    }
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(RenderBenchmark.class.getName())
                    .param("type", types.toArray(String[]::new))
                    .forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.seconds(1))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    return figures.report(results.stream().map(RenderBench::figure).toList());
  }

  private static Figure figure(RunResult result) {
    String name = "render " + result.getParams().getParam("type");
    return new Figure(
        name, result.getPrimaryResult().getScore() / 1_000, "µs", Bar.atMost(BAR_MICROS));
  }
}
