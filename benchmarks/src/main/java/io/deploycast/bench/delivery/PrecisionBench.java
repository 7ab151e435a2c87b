package io.deploycast.bench.delivery;

import static org.awaitility.Awaitility.await;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.bench.Rounds;
import io.deploycast.bench.stage.Publisher;
import io.deploycast.bench.stage.Quantiles;
import io.deploycast.bench.stage.Service;
import io.deploycast.bench.stage.ServiceSettings;
import io.deploycast.bench.stage.Stage;
import io.deploycast.sandbox.target.Arrival;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How late a retry arrives: after the instant that its record in the retry topic names, by the
 * receiver's clock, which is that of the same machine. One event of four fails once, as a target
 * that fails all of them is down and gets no retries.
 */
@Command(
    name = "precision",
    description = {
      "How late retries are, 1,000 of them due within a minute.",
      "Takes about 4 minutes; with --quick half a minute."
    },
    mixinStandardHelpOptions = true)
public final class PrecisionBench implements Callable<Integer> {
  private static final Duration DELAY = Duration.ofSeconds(10);
  private static final int FAILED = 500;
  private static final int ONE_OF = 4;
  private static final double P50_MILLIS = 15;
  private static final double P99_MILLIS = 50;
  private static final double HALF = 0.5;
  private static final double NEARLY_ALL = 0.99;

  /** More than a retry may ever be late here. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Mixin private Rounds rounds;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Within which the retries are due; default: ${DEFAULT-VALUE}.")
  private int seconds = 60;

  @Option(
      names = "--retries",
      defaultValue = "1000",
      description = "How many; default: ${DEFAULT-VALUE}.")
  private int retries = 1_000;

  @Mixin private Figures results;

  @Override
  public Integer call() throws Exception {
    seconds = rounds.orQuick(seconds, 6);
    retries = rounds.orQuick(retries, 100);
    List<Quantiles> lateness = new ArrayList<>();
    try (Stage stage = Stage.open();
        Publisher publisher = stage.publisher()) {
      for (int round = 1; round <= rounds.count(); round++) {
        lateness.add(measure(stage, publisher, "round-" + round));
      }
    }
    return results.report(
        List.of(
            new Figure(
                "retry, earliest of all (never early)",
                lateness.stream().mapToDouble(Quantiles::lowest).min().orElse(Double.NaN),
                "ms",
                Bar.atLeast(0)),
            median("retry lateness, p50", lateness, HALF, Bar.atMost(P50_MILLIS)),
            median("retry lateness, p99", lateness, NEARLY_ALL, Bar.atMost(P99_MILLIS)),
            Figure.plain(
                "retry lateness, longest of all",
                lateness.stream().mapToDouble(Quantiles::highest).max().orElse(Double.NaN),
                "ms")));
  }

  private static Figure median(String name, List<Quantiles> rounds, double share, Bar bar) {
    double value = Quantiles.median(rounds.stream().map(it -> it.at(share)).toList());
    return new Figure(name, value, "ms", bar);
  }

  private Quantiles measure(Stage stage, Publisher publisher, String name) throws Exception {
    String delay = DELAY.toSeconds() + "s";
    try (SimulatedTarget target =
        SimulatedTarget.start(Behaviour.chosenBy(PrecisionBench::reply))) {
      ServiceSettings settings =
          ServiceSettings.of("retry: [ { delay: %s, attempts: 3 } ]".formatted(delay))
              .startingAt("latest")
              .target(name, target.uri("/hook"));
      try (Service service = stage.service(settings)) {
        service.awaitReady();
        publisher.publish(ONE_OF * retries, Math.max(1, ONE_OF * retries / seconds));
        await("all retries")
            .atMost(DELAY.plus(PATIENCE))
            .until(() -> target.statistics().delivered() >= ONE_OF * retries);
      }
      Quantiles lateness =
          new Quantiles(
              lateness(target.requests(), due(stage, name)).stream()
                  .mapToDouble(it -> it.toNanos() / 1e6)
                  .toArray());
      Stage.say(
          "%,d retries: earliest %.2f ms, p50 %.1f ms, p99 %.1f ms, latest %.1f ms",
          lateness.count(),
          lateness.lowest(),
          lateness.at(HALF),
          lateness.at(NEARLY_ALL),
          lateness.highest());
      return lateness;
    }
  }

  private static Reply reply(Arrival arrival) {
    String id = arrival.eventId();
    boolean fails =
        arrival.attempt() == 1
            && Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)) % ONE_OF == 0;
    return Reply.status(fails ? FAILED : 200);
  }

  /** When each event's retry was due. */
  private static Map<String, Instant> due(Stage stage, String target) {
    Map<String, Instant> due = new HashMap<>();
    String topic = stage.names().retry(new TargetName(target), DELAY);
    for (ConsumerRecord<byte[], byte[]> record : stage.read(topic)) {
      String id = ControlHeaders.text(record.headers(), "ce_id").orElseThrow();
      String notBefore =
          ControlHeaders.text(record.headers(), ControlHeaders.NOT_BEFORE).orElseThrow();
      due.put(id, Instant.parse(notBefore));
    }
    return due;
  }

  private List<Duration> lateness(List<RecordedRequest> requests, Map<String, Instant> due) {
    List<Duration> lateness = new ArrayList<>();
    for (RecordedRequest request : requests) {
      Instant notBefore = due.get(request.eventId());
      if (request.attempt() == 2 && notBefore != null) {
        lateness.add(Duration.between(notBefore, request.arrivedAt()));
      }
    }
    if (lateness.size() < retries) {
      throw new IllegalStateException(
          "%d retries must be seen, were %d".formatted(retries, lateness.size()));
    }
    return lateness;
  }
}
