package io.deploycast.bench.delivery;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Extent;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.bench.stage.Arrivals;
import io.deploycast.bench.stage.Published;
import io.deploycast.bench.stage.Publisher;
import io.deploycast.bench.stage.Quantiles;
import io.deploycast.bench.stage.Service;
import io.deploycast.bench.stage.ServiceSettings;
import io.deploycast.bench.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is missing and what comes twice when the service is killed, and when it is restarted. */
@Command(
    name = "crash",
    description = {
      "Kills the service under load again and again, then restarts three instances one by one.",
      "Takes about 8 minutes; with --quick, two kills and one restart of each instance, less than one."
    },
    mixinStandardHelpOptions = true)
public final class CrashBench implements Callable<Integer> {
  private static final int KILLED_PER_SECOND = 2_000;
  private static final int IN_FLIGHT = 256;
  private static final int COMMIT_SECONDS = 1;
  private static final int INSTANCES = 3;
  private static final int ROLLED_TARGETS = 3;
  private static final int ROLLED_PER_SECOND = 300;
  private static final double SILENT_SECONDS = 10;

  /** So many may be on their way while the load goes on. */
  private static final int NEARLY_NONE = KILLED_PER_SECOND / 10;

  /** From a kill to the next: long enough that what waited meanwhile is delivered. */
  private static final int STEADY_MILLIS = 3_000;

  @Option(
      names = "--kills",
      defaultValue = "20",
      description = "0 leaves them out; default: ${DEFAULT-VALUE}.")
  private int kills = 20;

  @Option(
      names = "--restarts",
      defaultValue = "5",
      description = "Of each of three instances, 0 leaves them out; default: ${DEFAULT-VALUE}.")
  private int restarts = 5;

  @Option(
      names = "--seed",
      defaultValue = "20260124",
      description = "Of the moments of the kills; default: ${DEFAULT-VALUE}.")
  private long seed = 20260124;

  @Mixin private Extent extent = new Extent();
  @Mixin private Figures results;

  @Override
  public Integer call() throws Exception {
    kills = extent.orQuick(kills, 2);
    restarts = extent.orQuick(restarts, 1);
    List<Figure> figures = new ArrayList<>();
    if (kills > 0) {
      try (Stage stage = Stage.open()) {
        figures.addAll(killed(stage));
      }
    }
    if (restarts > 0) {
      try (Stage stage = Stage.open()) {
        figures.addAll(restarted(stage));
      }
    }
    return results.report(figures);
  }

  private List<Figure> killed(Stage stage) throws Exception {
    String path = "/killed/20";
    // Known again after a restart, so that it need not wait until its dead self is noticed.
    ServiceSettings settings =
        ServiceSettings.of("concurrency: " + IN_FLIGHT)
            .withInstance("one")
            .target("killed", stage.receiver().uri(path));
    Random random = new Random(seed);
    List<Long> moments = new ArrayList<>();
    try (Publisher publisher = stage.publisher()) {
      Service service = stage.service(settings);
      service.awaitReady();
      CompletableFuture<Published> load = publisher.publishAside(KILLED_PER_SECOND);
      for (int kill = 1; kill <= kills; kill++) {
        stage.awaitEvents(path, () -> publisher.published() - NEARLY_NONE);
        Stage.pause(Duration.ofMillis(STEADY_MILLIS + random.nextInt(1_000)));
        service.program().kill();
        moments.add(System.nanoTime());
        service = stage.service(settings);
        service.awaitReady();
        Stage.say("kill %d of %d", kill, kills);
      }
      publisher.stop();
      int published = load.get().count();
      stage.awaitEnd(path, published);
      service.close();
      return repeats(stage.receiver().arrivals(path), published, moments);
    }
  }

  private static List<Figure> repeats(Arrivals arrivals, int published, List<Long> moments) {
    long[] repeats = arrivals.repeats();
    double[] byKill = new double[moments.size()];
    for (int kill = 0; kill < byKill.length; kill++) {
      long from = moments.get(kill);
      long until = kill + 1 < byKill.length ? moments.get(kill + 1) : Long.MAX_VALUE;
      byKill[kill] = Arrays.stream(repeats).filter(it -> it >= from && it < until).count();
    }
    long unexplained = Arrays.stream(repeats).filter(it -> it < moments.get(0)).count();
    Quantiles all = new Quantiles(byKill);
    String killed = "kill -9 at 2,000 events/s, %d times: ".formatted(byKill.length);
    return List.of(
        new Figure(killed + "missing", arrivals.missing(published), "events", Bar.atMost(0)),
        new Figure(
            killed + "repeated, most",
            all.highest(),
            "events",
            Bar.atMost(IN_FLIGHT + KILLED_PER_SECOND * COMMIT_SECONDS)),
        Figure.plain(killed + "repeated, median", all.at(0.5), "events"),
        new Figure(killed + "repeated before any", unexplained, "events", Bar.atMost(0)));
  }

  private List<Figure> restarted(Stage stage) throws Exception {
    List<String> paths =
        IntStream.range(0, ROLLED_TARGETS).mapToObj(i -> "/rolled-%d/20".formatted(i)).toList();
    ServiceSettings settings = ServiceSettings.of("");
    for (int i = 0; i < ROLLED_TARGETS; i++) {
      settings = settings.target("rolled-" + i, stage.receiver().uri(paths.get(i)));
    }
    try (Publisher publisher = stage.publisher()) {
      ServiceSettings all = settings;
      List<Service> instances =
          new ArrayList<>(Stream.generate(() -> stage.service(all)).limit(INSTANCES).toList());
      instances.forEach(Service::awaitReady);
      CompletableFuture<Published> load = publisher.publishAside(ROLLED_PER_SECOND);
      for (int i = 0; i < restarts * INSTANCES; i++) {
        Stage.pause(Duration.ofSeconds(2));
        instances.remove(0).program().terminate();
        Service next = stage.service(all);
        next.awaitReady();
        instances.add(next);
        Stage.say("restart %d of %d", i + 1, restarts * INSTANCES);
      }
      publisher.stop();
      int published = load.get().count();
      paths.forEach(path -> stage.awaitEnd(path, published));
      return rolled(
          paths.stream().map(path -> stage.receiver().arrivals(path)).toList(), published);
    }
  }

  private List<Figure> rolled(List<Arrivals> all, int published) {
    for (int i = 0; i < all.size(); i++) {
      Stage.say("target %d misses %s", i, all.get(i).missingNumbers(published));
    }
    String rolled = "rolling restart of %d instances, %d times: ".formatted(INSTANCES, restarts);
    return List.of(
        new Figure(
            rolled + "missing",
            all.stream().mapToInt(it -> it.missing(published)).sum(),
            "events",
            Bar.atMost(0)),
        new Figure(
            rolled + "repeated",
            all.stream().mapToInt(it -> it.repeats().length).sum(),
            "events",
            Bar.atMost(0)),
        new Figure(
            rolled + "longest silence of a target",
            all.stream().mapToDouble(Arrivals::longestSilenceSeconds).max().orElse(0),
            "s",
            Bar.atMost(SILENT_SECONDS)));
  }
}
