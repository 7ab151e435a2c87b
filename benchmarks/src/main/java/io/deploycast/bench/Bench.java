package io.deploycast.bench;

import io.deploycast.bench.cli.CliBench;
import io.deploycast.bench.render.RenderBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the benchmarks; each ends with 1 when a figure misses its bar. */
@Command(
    name = "bench",
    description = "Measures what is promised in figures.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {CliBench.class, RenderBench.class})
public final class Bench implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a benchmark is required; --help lists them");
  }
}
