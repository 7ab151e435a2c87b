package io.deploycast.bench.chain;

import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.bench.Rounds;
import io.deploycast.bench.stage.JavaProgram;
import io.deploycast.bench.stage.Quantiles;
import io.deploycast.bench.stage.Receiver;
import io.deploycast.bench.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What a call costs with each of httpclient5's clients: the choice of the one that the service is
 * built on. The processor time of a call says it, since it is what a busy machine runs out of.
 */
@Command(
    name = "chain",
    description = {
      "Processor time of a call with each of httpclient5's clients, 256 in flight.",
      "Takes about 2 minutes; with --quick one round of 20 seconds."
    },
    mixinStandardHelpOptions = true)
public final class ChainBench implements Callable<Integer> {
  private static final int IN_FLIGHT = 256;

  @Mixin private Rounds rounds;
  @Mixin private Figures results;

  private final Map<Chain, List<Double>> rates = new EnumMap<>(Chain.class);
  private final Map<Chain, List<Double>> micros = new EnumMap<>(Chain.class);

  @Override
  public Integer call() throws Exception {
    try (Stage stage = Stage.open()) {
      for (int round = 1; round <= rounds.count(); round++) {
        for (Chain chain : Chain.values()) {
          measure(stage, chain, "/%s-%d".formatted(chain.name(), round));
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (Chain chain : Chain.values()) {
      figures.add(Figure.plain(chain.words, median(rates, chain), "calls/s"));
      figures.add(Figure.plain(chain.words + ", processor time", median(micros, chain), "µs/call"));
    }
    for (Chain chain : List.of(Chain.USUAL, Chain.BARE)) {
      figures.add(
          Figure.plain(
              "processor time, minimal / " + chain.words,
              median(micros, Chain.MINIMAL) / median(micros, chain),
              "ratio"));
    }
    return results.report(figures);
  }

  private void measure(Stage stage, Chain chain, String path) {
    Receiver receiver = stage.receiver();
    try (JavaProgram loop =
        stage.program(
            ChainLoop.class,
            receiver.uri(path).toString(),
            Integer.toString(IN_FLIGHT),
            chain.name())) {
      Stage.pause(Duration.ofSeconds(rounds.orQuick(6, 3)));
      loop.requireAlive();
      long began = System.nanoTime();
      int from = receiver.count(path);
      Duration cpuFrom = loop.figures().cpu();
      Stage.pause(Duration.ofSeconds(rounds.orQuick(5, 2)));
      int calls = receiver.count(path) - from;
      Duration cpu = loop.figures().cpu().minus(cpuFrom);
      double rate = calls / ((System.nanoTime() - began) / 1e9);
      loop.requireAlive();
      Stage.say("%-40s %,9.0f/s, %.1f µs a call", chain.words, rate, cpu.toNanos() / 1e3 / calls);
      rates.computeIfAbsent(chain, key -> new ArrayList<>()).add(rate);
      micros.computeIfAbsent(chain, key -> new ArrayList<>()).add(cpu.toNanos() / 1e3 / calls);
    }
  }

  private static double median(Map<Chain, List<Double>> figures, Chain chain) {
    return Quantiles.median(figures.getOrDefault(chain, List.of()));
  }
}
