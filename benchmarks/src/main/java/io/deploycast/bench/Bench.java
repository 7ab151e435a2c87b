package io.deploycast.bench;

import io.deploycast.bench.chain.ChainBench;
import io.deploycast.bench.cli.CliBench;
import io.deploycast.bench.delivery.CrashBench;
import io.deploycast.bench.delivery.DrainBench;
import io.deploycast.bench.delivery.IsolationBench;
import io.deploycast.bench.delivery.LatencyBench;
import io.deploycast.bench.delivery.PrecisionBench;
import io.deploycast.bench.footprint.FootprintBench;
import io.deploycast.bench.footprint.SoakBench;
import io.deploycast.bench.history.HistoryBench;
import io.deploycast.bench.render.RenderBench;
import io.deploycast.bench.throughput.ThroughputBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the benchmarks; each ends with 1 when a figure misses its bar. */
@Command(
    name = "bench",
    description = "Measures what is promised in figures.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      CliBench.class,
      RenderBench.class,
      ThroughputBench.class,
      ChainBench.class,
      LatencyBench.class,
      IsolationBench.class,
      PrecisionBench.class,
      CrashBench.class,
      DrainBench.class,
      FootprintBench.class,
      SoakBench.class,
      HistoryBench.class
    })
public final class Bench implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  /** Says what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
