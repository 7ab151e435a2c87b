package io.deploycast.bench.delivery;

import static org.awaitility.Awaitility.await;

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
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.sandbox.target.SimulatedTargetOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What nine targets notice of the tenth's illness: their p99 just before it, in its first seconds,
 * and in those after. An illness of the whole target leaves its events waiting then; one of single
 * calls makes a storm of retries, which are due a second later.
 */
@Command(
    name = "isolation",
    description = {
      "What nine targets notice while the tenth is ill, at 200 events a second.",
      "Takes about 9 minutes; with --quick a minute."
    },
    mixinStandardHelpOptions = true)
public final class IsolationBench implements Callable<Integer> {
  private static final int HEALTHY = 9;
  private static final int PER_SECOND = 200;
  private static final double NEARLY_ALL = 0.99;

  /** Of the p99 before; or, when that is more, … */
  private static final double SHARE = 0.10;

  /** … so many milliseconds. */
  private static final double MILLIS = 5;

  private static final Duration RECOVERY = Duration.ofMinutes(1);
  private static final Map<String, Behaviour> ILLNESSES = illnesses();

  @Mixin private Rounds rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description = "Seconds of load before; default: ${DEFAULT-VALUE}.")
  private int warmUp = 60;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Of each of the three times that are compared; default: ${DEFAULT-VALUE}.")
  private int seconds = 5;

  @Mixin private Figures results;

  /** By illness and time, how far p99 moved in each round. */
  private final Map<String, List<Double>> moved = new LinkedHashMap<>();

  private final List<Double> well = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    warmUp = rounds.orQuick(warmUp, 5);
    seconds = rounds.orQuick(seconds, 3);
    try (Stage stage = Stage.open();
        Publisher publisher = stage.publisher()) {
      for (int round = 1; round <= rounds.count(); round++) {
        measure(stage, publisher, "round-%d-".formatted(round));
      }
    }
    double before = Quantiles.median(well);
    Bar bar = Bar.atMost(Math.max(SHARE * before, MILLIS));
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.plain("p99 of 9 targets, the tenth well", before, "ms"));
    moved.forEach(
        (name, all) ->
            figures.add(
                new Figure(
                    "p99 of 9 targets moves by, tenth " + name, Quantiles.median(all), "ms", bar)));
    return results.report(figures);
  }

  private static Map<String, Behaviour> illnesses() {
    Map<String, Behaviour> illnesses = new LinkedHashMap<>();
    illnesses.put("hangs", Behaviour.hang());
    illnesses.put("resets", Behaviour.resetBeforeReply());
    illnesses.put("answers 429", Behaviour.retryAfter(429, "2"));
    illnesses.put("refuses", Behaviour.down());
    illnesses.put("fails every other call", Behaviour.everyNth(2, 500));
    return illnesses;
  }

  private void measure(Stage stage, Publisher publisher, String prefix) {
    List<String> paths = IntStream.range(0, HEALTHY).mapToObj(i -> "/" + prefix + i).toList();
    SimulatedTargetOptions options = SimulatedTargetOptions.defaults().withKeptRequests(0);
    ServiceSettings settings =
        ServiceSettings.of("timeout: 1s, retry: [ { delay: 1s, attempts: 50 } ]")
            .startingAt("latest");
    for (String path : paths) {
      settings = settings.target(path.substring(1), stage.receiver().uri(path));
    }
    try (SimulatedTarget ill = SimulatedTarget.start(Behaviour.ok(), options);
        Service service = stage.service(settings.target(prefix + "ill", ill.uri("/hook")))) {
      service.awaitReady();
      int began = publisher.publish(warmUp * PER_SECOND, PER_SECOND).first();
      paths.forEach(path -> stage.awaitEvents(path, warmUp * PER_SECOND));
      for (Map.Entry<String, Behaviour> illness : ILLNESSES.entrySet()) {
        compare(stage, publisher, began, paths, ill, illness);
        ill.behave(Behaviour.ok());
        int all = publisher.publish(PER_SECOND, PER_SECOND).end() - began;
        await("the tenth to have all events")
            .atMost(RECOVERY)
            .until(() -> ill.statistics().delivered() >= all);
      }
    }
  }

  private void compare(
      Stage stage,
      Publisher publisher,
      int began,
      List<String> paths,
      SimulatedTarget ill,
      Map.Entry<String, Behaviour> illness) {
    int count = seconds * PER_SECOND;
    Published before = publisher.publish(count, PER_SECOND);
    ill.behave(illness.getValue());
    Published first = publisher.publish(count, PER_SECOND);
    Published then = publisher.publish(count, PER_SECOND);
    int all = then.end() - began;
    paths.forEach(path -> stage.awaitEvents(path, all));
    double p99 = p99(stage, paths, before);
    double p99First = p99(stage, paths, first);
    double p99Then = p99(stage, paths, then);
    Stage.say(
        "tenth %-22s p99 %.1f ms before, %.1f ms at first, %.1f ms then",
        illness.getKey(), p99, p99First, p99Then);
    well.add(p99);
    record(illness.getKey() + ", first attempts", p99First - p99);
    record(illness.getKey() + ", seconds later", p99Then - p99);
  }

  private void record(String name, double move) {
    moved.computeIfAbsent(name, key -> new ArrayList<>()).add(move);
  }

  private static double p99(Stage stage, List<String> paths, Published published) {
    return stage.receiver().latencies(paths, published).at(NEARLY_ALL);
  }
}
