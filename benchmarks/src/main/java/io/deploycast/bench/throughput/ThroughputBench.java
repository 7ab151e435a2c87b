package io.deploycast.bench.throughput;

import static org.awaitility.Awaitility.await;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.bench.Rounds;
import io.deploycast.bench.stage.Publisher;
import io.deploycast.bench.stage.Quantiles;
import io.deploycast.bench.stage.Receiver;
import io.deploycast.bench.stage.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many events a second reach one target. The topic is full before a contender starts; what is
 * counted is what the receiver sees in some seconds after a warm-up. Contenders take turns, ratios
 * are those of one round, and figures are medians over the rounds.
 */
@Command(
    name = "throughput",
    description = {
      "Events a second to one target, beside the same client without Kafka and a naive app.",
      "Takes about 20 minutes; with --quick, one round of a minute and a half."
    },
    mixinStandardHelpOptions = true)
public final class ThroughputBench implements Callable<Integer> {
  /** Faster than any contender can be on two cores that it shares with broker and receiver. */
  private static final int FILLED_PER_SECOND = 75_000;

  /** From the first event to the pause that is the warm-up, and until it is killed. */
  private static final int SPARE_SECONDS = 3;

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final double OF_CLIENT = 0.70;
  private static final double OF_CLIENT_LATE = 0.85;
  private static final double OF_NAIVE = 1;
  private static final double OF_NAIVE_LATE = 100;
  private static final double OF_HTTP1 = 1.3;

  /** A receiver that is busier than this may be what is measured. */
  private static final double RECEIVER_BUSY = 0.8;

  @Mixin private Rounds rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "40",
      description =
          "Seconds from a contender's first call, in which it is compiled; default:"
              + " ${DEFAULT-VALUE}.")
  private int warmUp = 40;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long is counted; default: ${DEFAULT-VALUE}.")
  private int seconds = 5;

  @Option(names = "--only", description = "Only this contender: ${COMPLETION-CANDIDATES}.")
  private List<Contender> only = List.of(Contender.values());

  @Option(
      names = "--condition",
      description = "Only under this condition: ${COMPLETION-CANDIDATES}.")
  private List<Condition> conditions = List.of(Condition.values());

  @Option(
      names = "--defaults",
      defaultValue = "",
      description = "More of the service's defaults, such as 'receipts: false'.")
  private String defaults = "";

  @Mixin private Figures results;

  /** By condition and contender, a rate for each round. */
  private final Map<Condition, Map<Contender, List<Double>>> rates = new EnumMap<>(Condition.class);

  private final List<Double> receiverBusy = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    warmUp = rounds.orQuick(warmUp, Math.min(warmUp, 3));
    seconds = rounds.orQuick(seconds, Math.min(seconds, 2));
    for (int round = 1; round <= rounds.count(); round++) {
      measure(round);
    }
    return report();
  }

  /** With brokers of its own: receipts of an earlier round would be read by this one's services. */
  private void measure(int round) throws Exception {
    try (Stage stage = Stage.open()) {
      if (only.contains(Contender.NAIVE) || only.contains(Contender.DEPLOYCAST)) {
        fill(stage);
      }
      for (Condition condition : conditions) {
        for (Contender contender : contenders(condition)) {
          measure(stage, condition, contender, round);
        }
      }
    }
  }

  /** Over HTTP/2 the service is held against itself; there is no naive app. */
  private List<Contender> contenders(Condition condition) {
    if (condition != Condition.HTTP2) {
      return only;
    }
    Contender one = only.contains(Contender.DEPLOYCAST) ? Contender.DEPLOYCAST : Contender.CLIENT;
    return only.contains(one) ? List.of(one) : List.of();
  }

  private void fill(Stage stage) {
    int events = filled();
    Stage.say("publishing %,d events", events);
    try (Publisher publisher = stage.publisher()) {
      publisher.fill(events);
    }
  }

  private int filled() {
    return (warmUp + seconds + SPARE_SECONDS) * FILLED_PER_SECOND;
  }

  private void measure(Stage stage, Condition condition, Contender contender, int round)
      throws Exception {
    String run =
        "%s-%s-%d"
            .formatted(contender, condition, round)
            .toLowerCase(Locale.ROOT)
            .replace('_', '-');
    String path = condition.path(run);
    Receiver receiver = stage.receiver();
    int before = receiver.count(path);
    AutoCloseable running =
        contender.start(stage, condition, run, defaults.isEmpty() ? "" : ", " + defaults);
    await("the first call of " + run)
        .atMost(START_LIMIT)
        .until(() -> receiver.count(path) > before);
    Stage.pause(Duration.ofSeconds(warmUp));
    long began = System.nanoTime();
    int from = receiver.count(path);
    Duration busyFrom = receiver.figures().cpu();
    Stage.pause(Duration.ofSeconds(seconds));
    int count = receiver.count(path);
    double took = (System.nanoTime() - began) / 1e9;
    double busy = receiver.figures().cpu().minus(busyFrom).toMillis() / 1e3 / took;
    running.close();
    if (contender != Contender.CLIENT && count - before >= filled()) {
      throw new IllegalStateException("the topic ran empty under %s; publish more".formatted(run));
    }
    record(condition, contender, (count - from) / took, busy);
  }

  private void record(Condition condition, Contender contender, double rate, double busy) {
    Stage.say(
        "%-36s %-52s %,9.0f/s, receiver busy %.2f", contender.words, condition.words, rate, busy);
    receiverBusy.add(busy);
    rates
        .computeIfAbsent(condition, key -> new EnumMap<>(Contender.class))
        .computeIfAbsent(contender, key -> new ArrayList<>())
        .add(rate);
  }

  private int report() throws IOException {
    List<Figure> figures = new ArrayList<>();
    rates.forEach(
        (condition, byContender) ->
            byContender.forEach(
                (contender, all) ->
                    figures.add(
                        Figure.plain(
                            contender.words + ", " + condition.words,
                            Quantiles.median(all),
                            "events/s"))));
    ratio(figures, Condition.AT_ONCE, Contender.CLIENT, OF_CLIENT);
    ratio(figures, Condition.AT_ONCE, Contender.NAIVE, OF_NAIVE);
    ratio(figures, Condition.LATE, Contender.CLIENT, OF_CLIENT_LATE);
    ratio(figures, Condition.LATE, Contender.NAIVE, OF_NAIVE_LATE);
    List<Double> http2 = rates(Condition.HTTP2, Contender.DEPLOYCAST);
    List<Double> http1 = rates(Condition.AT_ONCE, Contender.DEPLOYCAST);
    ratio(figures, "HTTP/2 / HTTP/1.1, answers at once", http2, http1, OF_HTTP1);
    figures.add(
        new Figure(
            "receiver busy, at most",
            receiverBusy.stream().mapToDouble(it -> it).max().orElse(0),
            "cores",
            Bar.atMost(RECEIVER_BUSY)));
    return results.report(figures);
  }

  private void ratio(List<Figure> figures, Condition condition, Contender other, double bar) {
    ratio(
        figures,
        "deploycast / %s, %s".formatted(other.words, condition.words),
        rates(condition, Contender.DEPLOYCAST),
        rates(condition, other),
        bar);
  }

  private static void ratio(
      List<Figure> figures, String name, List<Double> one, List<Double> other, double bar) {
    if (one.isEmpty() || other.isEmpty()) {
      return;
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < one.size(); round++) {
      ratios.add(one.get(round) / other.get(round));
    }
    figures.add(new Figure(name, Quantiles.median(ratios), "ratio", Bar.atLeast(bar)));
  }

  private List<Double> rates(Condition condition, Contender contender) {
    return rates.getOrDefault(condition, Map.of()).getOrDefault(contender, List.of());
  }
}
