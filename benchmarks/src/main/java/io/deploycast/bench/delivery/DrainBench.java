package io.deploycast.bench.delivery;

import static org.awaitility.Awaitility.await;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Extent;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
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

/**
 * A target is away for minutes and comes back: what it is asked meanwhile, and how it catches up.
 */
@Command(
    name = "drain",
    description = {
      "An outage of ten minutes at 50 events a second, and how the target catches up.",
      "Takes about 14 minutes; with --quick, an outage of 20 seconds, half a minute."
    },
    mixinStandardHelpOptions = true)
public final class DrainBench implements Callable<Integer> {
  private static final int PER_SECOND = 50;
  private static final int RATE_LIMIT = 200;
  private static final int UNAVAILABLE = 503;
  private static final double REQUESTS = 60;
  private static final double TOLERANCE = 0.05;

  /** Of what waited, from this share on to that one its rate is measured. */
  private static final double FROM = 0.05;

  private static final double UNTIL = 0.95;

  @Option(
      names = "--outage",
      defaultValue = "600",
      description = "Seconds; default: ${DEFAULT-VALUE}.")
  private int outage = 600;

  @Mixin private Extent extent = new Extent();
  @Mixin private Figures results;

  @Override
  public Integer call() throws Exception {
    outage = extent.orQuick(outage, 20);
    SimulatedTargetOptions options = SimulatedTargetOptions.defaults().withKeptRequests(0);
    try (Stage stage = Stage.open();
        SimulatedTarget target = SimulatedTarget.start(Behaviour.ok(), options);
        Publisher publisher = stage.publisher();
        Service service =
            stage.service(
                ServiceSettings.of("")
                    .target("away", target.uri("/hook"), "rate: %d/s".formatted(RATE_LIMIT)))) {
      service.awaitReady();
      return results.report(measure(target, publisher, service));
    }
  }

  private List<Figure> measure(SimulatedTarget target, Publisher publisher, Service service)
      throws Exception {
    CompletableFuture<Published> load = publisher.publishAside(PER_SECOND);
    Stage.pause(Duration.ofSeconds(5));
    target.behave(Behaviour.answers(UNAVAILABLE));
    long before = target.statistics().requests();
    Stage.pause(Duration.ofSeconds(outage));
    final long asked = target.statistics().requests() - before;
    target.behave(Behaviour.ok());
    long back = System.nanoTime();
    int waiting = lag(publisher, target);
    Stage.say("back after %d s: %,d events wait, %d requests meanwhile", outage, waiting, asked);
    double rate = drainRate(target, waiting);
    await("what waited")
        .atMost(Duration.ofMinutes(10))
        .until(() -> lag(publisher, target) <= RATE_LIMIT);
    double drained = (System.nanoTime() - back) / 1e9;
    publisher.stop();
    int published = load.get().count();
    await("all")
        .atMost(Duration.ofMinutes(1))
        .until(() -> target.statistics().delivered() >= published);
    String dead = "deploycast_events_dead_lettered_total";
    return List.of(
        new Figure(
            "outage of %d s at 50 events/s: requests meanwhile".formatted(outage),
            asked,
            "requests",
            Bar.atMost(REQUESTS)),
        new Figure("dead letters", service.meter(dead), "events", Bar.atMost(0)),
        new Figure(
            "drained, off its limit of 200/s by",
            Math.abs(rate / RATE_LIMIT - 1),
            "of it",
            Bar.atMost(TOLERANCE)),
        Figure.plain("drained at", rate, "events/s"),
        Figure.plain("until nothing waited", drained, "s"));
  }

  private static int lag(Publisher publisher, SimulatedTarget target) {
    return publisher.published() - target.statistics().delivered();
  }

  /** Events a second, in the middle of what it catches up. */
  private static double drainRate(SimulatedTarget target, int waiting) {
    int had = target.statistics().delivered();
    Duration limit = Duration.ofSeconds(120L + waiting / (RATE_LIMIT - PER_SECOND));
    await("the first")
        .atMost(limit)
        .until(() -> target.statistics().delivered() > had + FROM * waiting);
    long from = System.nanoTime();
    int first = target.statistics().delivered();
    await("nearly all")
        .atMost(limit)
        .until(() -> target.statistics().delivered() > had + UNTIL * waiting);
    return (target.statistics().delivered() - first) / ((System.nanoTime() - from) / 1e9);
  }
}
