package io.deploycast.bench.delivery;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.bench.Rounds;
import io.deploycast.bench.stage.Published;
import io.deploycast.bench.stage.Publisher;
import io.deploycast.bench.stage.Quantiles;
import io.deploycast.bench.stage.Service;
import io.deploycast.bench.stage.ServiceSettings;
import io.deploycast.bench.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * From handing an event to the producer to its arrival at each of ten targets, at a steady rate.
 * Every round starts the service anew.
 */
@Command(
    name = "latency",
    description = {
      "How long an event takes from its publishing to its targets, at 200 a second to ten of them.",
      "Takes about 5 minutes; with --quick half a minute."
    },
    mixinStandardHelpOptions = true)
public final class LatencyBench implements Callable<Integer> {
  private static final int TARGETS = 10;
  private static final int PER_SECOND = 200;
  private static final double P99_MILLIS = 50;
  private static final double HALF = 0.5;
  private static final double NEARLY_ALL = 0.99;

  @Mixin private Rounds rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description = "Seconds of load before, a figure of their own; default: ${DEFAULT-VALUE}.")
  private int warmUp = 60;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Seconds that are measured; default: ${DEFAULT-VALUE}.")
  private int seconds = 20;

  @Mixin private Figures results;

  private final List<Quantiles> afterStart = new ArrayList<>();
  private final List<Quantiles> latencies = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    warmUp = rounds.orQuick(warmUp, 4);
    seconds = rounds.orQuick(seconds, 5);
    try (Stage stage = Stage.open();
        Publisher publisher = stage.publisher()) {
      for (int round = 1; round <= rounds.count(); round++) {
        measure(stage, publisher, "round-%d-".formatted(round));
      }
    }
    return results.report(
        List.of(
            Figure.plain("publish to target, p50", median(latencies, HALF), "ms"),
            new Figure(
                "publish to target, p99, 200 events/s to 10 targets",
                median(latencies, NEARLY_ALL),
                "ms",
                Bar.atMost(P99_MILLIS)),
            Figure.plain("publish to target, longest", median(latencies, 1), "ms"),
            Figure.plain(
                "publish to target, p99, in the first %d s after a start".formatted(warmUp),
                median(afterStart, NEARLY_ALL),
                "ms")));
  }

  private static double median(List<Quantiles> rounds, double share) {
    return Quantiles.median(rounds.stream().map(it -> it.at(share)).toList());
  }

  private void measure(Stage stage, Publisher publisher, String prefix) {
    List<String> names = IntStream.range(0, TARGETS).mapToObj(i -> prefix + i).toList();
    ServiceSettings settings = ServiceSettings.of("").startingAt("latest");
    for (String name : names) {
      settings = settings.target(name, stage.receiver().uri("/" + name));
    }
    try (Service service = stage.service(settings)) {
      service.awaitReady();
      Published first = publisher.publish(warmUp * PER_SECOND, PER_SECOND);
      names.forEach(name -> stage.awaitEvents("/" + name, first.count()));
      Published then = publisher.publish(seconds * PER_SECOND, PER_SECOND);
      names.forEach(name -> stage.awaitEvents("/" + name, first.count() + then.count()));
      afterStart.add(arrivals(stage, names, first));
      latencies.add(arrivals(stage, names, then));
    }
  }

  private static Quantiles arrivals(Stage stage, List<String> names, Published published) {
    Quantiles all =
        stage.receiver().latencies(names.stream().map(name -> "/" + name).toList(), published);
    Stage.say(
        "%,d deliveries: p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
        all.count(), all.at(HALF), all.at(NEARLY_ALL), all.highest());
    return all;
  }
}
