package io.deploycast.bench.footprint;

import static org.awaitility.Awaitility.await;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Extent;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.bench.stage.ProcessFigures;
import io.deploycast.bench.stage.Published;
import io.deploycast.bench.stage.Publisher;
import io.deploycast.bench.stage.Service;
import io.deploycast.bench.stage.ServiceSettings;
import io.deploycast.bench.stage.Stage;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.sandbox.target.SimulatedTargetOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Half an hour of load with one of three targets dead, which comes back at the end. */
@Command(
    name = "soak",
    description = {
      "30 minutes at 200 events a second with one dead target: what grows, and whether books"
          + " close.",
      "Takes about 35 minutes; with --quick, 20 seconds of load, half a minute."
    },
    mixinStandardHelpOptions = true)
public final class SoakBench implements Callable<Integer> {
  private static final int PER_SECOND = 200;
  private static final double RSS_MIB_A_MINUTE = 1;
  private static final int SAMPLES = 180;

  /** Of the time, until what is compiled and cached has been. */
  private static final double WARM_UP = 1.0 / 3;

  /** The books ask the brokers every five seconds. */
  private static final Duration BOOKS_LIMIT = Duration.ofMinutes(15);

  @Option(
      names = "--seconds",
      defaultValue = "1800",
      description = "Of load; default: ${DEFAULT-VALUE}.")
  private int seconds = 1_800;

  @Mixin private Extent extent = new Extent();
  @Mixin private Figures results;

  @Override
  public Integer call() throws Exception {
    seconds = extent.orQuick(seconds, 20);
    SimulatedTargetOptions options = SimulatedTargetOptions.defaults().withKeptRequests(0);
    try (Stage stage = Stage.open();
        SimulatedTarget dead = SimulatedTarget.start(Behaviour.ok(), options);
        Publisher publisher = stage.publisher();
        Service service =
            stage.service(
                ServiceSettings.of("")
                    .target("one", stage.receiver().uri("/one"))
                    .target("two", stage.receiver().uri("/two"))
                    .target("dead", dead.uri("/hook")))) {
      service.awaitReady();
      return results.report(measure(stage, dead, publisher, service));
    }
  }

  private List<Figure> measure(
      Stage stage, SimulatedTarget dead, Publisher publisher, Service service) throws Exception {
    CompletableFuture<Published> load = publisher.publishAside(PER_SECOND);
    Stage.pause(Duration.ofSeconds(2));
    dead.behave(Behaviour.down());
    Samples samples = sample(service.program().figures());
    publisher.stop();
    int published = load.get().count();
    dead.behave(Behaviour.ok());
    stage.awaitEvents("/one", published);
    stage.awaitEvents("/two", published);
    await("the dead to have all")
        .atMost(BOOKS_LIMIT)
        .until(() -> dead.statistics().delivered() >= published);
    String soak = "%d s at 200 events/s, one of three targets dead: ".formatted(seconds);
    return List.of(
        new Figure(
            soak + "resident memory grows a minute by",
            samples.slopeAMinute(Samples.RSS),
            "MiB",
            Bar.atMost(RSS_MIB_A_MINUTE)),
        Figure.plain(soak + "resident memory in the end", samples.last(Samples.RSS), "MiB"),
        new Figure(
            soak + "threads more in the end",
            samples.growth(Samples.THREADS),
            "threads",
            Bar.atMost(0)),
        new Figure(
            soak + "descriptors more in the end",
            samples.growth(Samples.DESCRIPTORS),
            "files",
            Bar.atMost(0)),
        new Figure(soak + "books open by", openBooks(service, published), "events", Bar.atMost(0)));
  }

  private Samples sample(ProcessFigures process) {
    Samples samples = new Samples();
    double every = Math.max(1, (double) seconds / SAMPLES);
    int warm = (int) (WARM_UP * seconds / every);
    for (int i = 0; i * every < seconds; i++) {
      Stage.pause(Duration.ofMillis((long) (1_000 * every)));
      if (i >= warm) {
        samples.add(i * every / 60, process);
      }
    }
    return samples;
  }

  /** How far off the books of all three are, once they have stopped moving. */
  private static double openBooks(Service service, int published) {
    Stage.pause(Duration.ofSeconds(11));
    double consumed = service.meter("deploycast_events_consumed_total");
    double ended =
        service.meter("deploycast_events_delivered_total")
            + service.meter("deploycast_events_dead_lettered_total")
            + service.meter("deploycast_events_filtered_total")
            + service.meter("deploycast_events_pending");
    return Math.abs(consumed - ended) + Math.abs(consumed - 3.0 * published);
  }
}
