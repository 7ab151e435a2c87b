package io.deploycast.bench.footprint;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Extent;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.bench.stage.ProcessFigures;
import io.deploycast.bench.stage.Publisher;
import io.deploycast.bench.stage.Service;
import io.deploycast.bench.stage.ServiceSettings;
import io.deploycast.bench.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What fifty targets cost that have nothing to do, and what millions of waiting retries do. */
@Command(
    name = "footprint",
    description = {
      "Memory, start and idle processor time of 50 targets; 5,000,000 events in a retry topic.",
      "Takes about 6 minutes; with --quick, 10 targets and 100,000 events, one."
    },
    mixinStandardHelpOptions = true)
public final class FootprintBench implements Callable<Integer> {
  private static final double RSS_MIB = 768;
  private static final double READY_SECONDS = 20;
  private static final double IDLE_PERCENT = 8;
  private static final double HEAP_MIB = 64;
  private static final double FIRST_RELEASE_SECONDS = 10;

  /** So many times what is measured passes first, in which what idles is compiled. */
  private static final int SETTLING = 2;

  @Option(names = "--targets", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}.")
  private int targets = 50;

  @Option(
      names = "--waiting",
      defaultValue = "5000000",
      description = "Events in the retry topic; default: ${DEFAULT-VALUE}.")
  private int waiting = 5_000_000;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Of idleness that are measured; default: ${DEFAULT-VALUE}.")
  private int seconds = 60;

  @Mixin private Extent extent = new Extent();
  @Mixin private Figures results;

  @Override
  public Integer call() throws Exception {
    targets = extent.orQuick(targets, 10);
    waiting = extent.orQuick(waiting, 100_000);
    seconds = extent.orQuick(seconds, 5);
    List<Figure> figures = new ArrayList<>();
    try (Stage stage = Stage.open()) {
      figures.addAll(idle(stage));
    }
    try (Stage stage = Stage.open()) {
      figures.addAll(full(stage));
    }
    return results.report(figures);
  }

  private List<Figure> idle(Stage stage) {
    ServiceSettings settings = ServiceSettings.of("");
    for (int i = 0; i < targets; i++) {
      settings = settings.target("target-" + i, stage.receiver().uri("/target-" + i));
    }
    String name = targets + " targets in one JVM: ";
    Duration first;
    try (Service service = stage.service(settings)) {
      first = service.awaitReady();
      service.program().terminate();
    }
    try (Service service = stage.service(settings);
        Publisher publisher = stage.publisher()) {
      final Duration ready = service.awaitReady();
      // Each has delivered something, so that nothing is left to be loaded.
      publisher.publish(10, 10);
      for (int i = 0; i < targets; i++) {
        stage.awaitEvents("/target-" + i, publisher.published());
      }
      Stage.pause(Duration.ofSeconds((long) SETTLING * seconds));
      ProcessFigures process = service.program().figures();
      Duration before = process.cpu();
      Stage.pause(Duration.ofSeconds(seconds));
      double idle =
          100.0 * process.cpu().minus(before).toMillis() / Duration.ofSeconds(seconds).toMillis();
      return List.of(
          new Figure(name + "resident memory", process.rssMib(), "MiB", Bar.atMost(RSS_MIB)),
          new Figure(name + "ready after", ready.toMillis() / 1e3, "s", Bar.atMost(READY_SECONDS)),
          Figure.plain(
              name + "with all topics to create, ready after", first.toMillis() / 1e3, "s"),
          new Figure(name + "idle, of a core", idle, "%", Bar.atMost(IDLE_PERCENT)),
          Figure.plain(name + "threads", process.threads(), "threads"));
    }
  }

  private List<Figure> full(Stage stage) {
    WaitingRetries retries = new WaitingRetries(stage, "waiting");
    ServiceSettings settings =
        ServiceSettings.of(
                "retry: [ { delay: %s, attempts: 1 } ]".formatted(WaitingRetries.DELAY_TEXT))
            .target("waiting", stage.receiver().uri("/waiting"));
    double empty;
    try (Service service = stage.service(settings)) {
      service.awaitReady();
      Stage.pause(Duration.ofSeconds(5));
      empty = service.program().figures().heapAfterCollectionMib();
      service.program().terminate();
    }
    Stage.say("publishing %,d retries", waiting);
    retries.fill(waiting);
    try (Service service = stage.service(settings)) {
      stage.awaitEvents("/waiting", 1);
      double first =
          (stage.receiver().arrivals("/waiting").nanos()[0] - service.startedNanos()) / 1e9;
      service.awaitReady();
      Stage.pause(Duration.ofSeconds(Math.min(20, 4L * seconds)));
      double heap = service.program().figures().heapAfterCollectionMib();
      String name = "%,d events in a retry topic: ".formatted(waiting);
      return List.of(
          Figure.plain("no events in a retry topic: heap after GC", empty, "MiB"),
          Figure.plain(name + "heap after GC", heap, "MiB"),
          new Figure(name + "heap more than without", heap - empty, "MiB", Bar.atMost(HEAP_MIB)),
          new Figure(
              name + "start to first release", first, "s", Bar.atMost(FIRST_RELEASE_SECONDS)));
    }
  }
}
