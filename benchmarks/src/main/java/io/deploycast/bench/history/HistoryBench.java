package io.deploycast.bench.history;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.bench.Rounds;
import io.deploycast.bench.stage.Publisher;
import io.deploycast.bench.stage.Quantiles;
import io.deploycast.bench.stage.Stage;
import io.deploycast.sandbox.CountedRun;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.EventJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.helpers.NOP_FallbackServiceProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code history} on a log of millions: the last thousand by the time index, and all of it as JSON
 * lines, in 128 MiB, beside {@code kcat} (which must be installed) and the least that a program
 * with Kafka's client for Java can do, in the same round.
 */
@Command(
    name = "history",
    description = {
      "Reads a log of 2,000,000 events: the last 1,000, and all of it beside kcat, which it needs.",
      "Takes about 4 minutes; with --quick, 100,000 events, half a minute."
    },
    mixinStandardHelpOptions = true)
public final class HistoryBench implements Callable<Integer> {
  private static final int LAST = 1_000;
  private static final double LAST_SECONDS = 2;
  private static final double OF_KCAT = 0.6;

  /** For the launcher as for any program in Java. */
  private static final Map<String, String> HEAP = Map.of("JDK_JAVA_OPTIONS", "-Xmx128m");

  @Option(names = "--events", defaultValue = "2000000", description = "Default: ${DEFAULT-VALUE}.")
  private int events = 2_000_000;

  @Mixin private Rounds rounds;

  @Mixin private Figures results;

  private final InstantSource clock = InstantSource.system();
  private final List<Double> lastSeconds = new ArrayList<>();
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> bare = new ArrayList<>();
  private final List<Double> theirs = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    events = rounds.orQuick(events, 100_000);
    try (Stage stage = Stage.open()) {
      Stage.say("publishing %,d events", events);
      publish(stage, 0, events - LAST);
      Stage.pause(Duration.ofMillis(500));
      final Instant lastBegan = clock.instant();
      Stage.pause(Duration.ofMillis(500));
      publish(stage, events - LAST, events);
      // The first start of a new jar records an archive of its classes.
      CountedRun.of(history(stage.kafka().bootstrapServers(), lastBegan.toString()), HEAP, LAST);
      for (int round = 0; round < rounds.count(); round++) {
        measure(stage, lastBegan);
      }
    }
    return results.report(figures());
  }

  private static void publish(Stage stage, int from, int to) {
    String topic = stage.names().deployments();
    try (KafkaProducer<byte[], byte[]> producer =
        Publisher.inBulk(stage.kafka().adminProperties())) {
      for (int i = from; i < to; i++) {
        DeploymentEvent event = Publisher.event(i);
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    null,
                    event.key().getBytes(StandardCharsets.UTF_8),
                    EventJson.toBytes(event),
                    EventHeaders.toKafka(event)));
      }
    }
  }

  private void measure(Stage stage, Instant lastBegan) throws Exception {
    String brokers = stage.kafka().bootstrapServers();
    CountedRun last = CountedRun.of(history(brokers, lastBegan.toString()), HEAP, LAST);
    CountedRun kcat = CountedRun.of(kcat(brokers, stage.names().deployments()), Map.of(), events);
    // A heap that grew with the history would end here: the events alone are larger.
    CountedRun all = CountedRun.of(history(brokers, "earliest"), HEAP, events);
    CountedRun least = CountedRun.of(bare(brokers, stage.names().deployments()), HEAP, events);
    lastSeconds.add(last.seconds());
    theirs.add(events / kcat.seconds());
    ours.add(events / all.seconds());
    bare.add(events / least.seconds());
    ratios.add(kcat.seconds() / all.seconds());
    Stage.say(
        "last %d: %.2f s; all: ours %.1f s, kcat %.1f s, a bare consumer %.1f s",
        LAST, last.seconds(), all.seconds(), kcat.seconds(), least.seconds());
  }

  private static List<String> history(String brokers, String since) {
    return List.of(
        System.getProperty("deploycast.launcher"),
        "history",
        "--bootstrap-servers",
        brokers,
        "--output",
        "jsonl",
        "--since",
        since);
  }

  private static List<String> bare(String brokers, String topic) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        // Nothing but values goes to its standard output.
        "-Dslf4j.provider=" + NOP_FallbackServiceProvider.class.getName(),
        "-Dslf4j.internal.verbosity=WARN",
        "-cp",
        System.getProperty("java.class.path"),
        BareConsumer.class.getName(),
        brokers,
        topic);
  }

  private static List<String> kcat(String brokers, String topic) {
    return List.of("kcat", "-C", "-q", "-e", "-b", brokers, "-t", topic, "-o", "beginning");
  }

  private List<Figure> figures() {
    return List.of(
        new Figure(
            "the last 1,000 of %,d events by time".formatted(events),
            Quantiles.median(lastSeconds),
            "s",
            Bar.atMost(LAST_SECONDS)),
        Figure.plain("all as JSON lines in 128 MiB", Quantiles.median(ours), "events/s"),
        Figure.plain(
            "a bare consumer in Java that writes values unchecked, in 128 MiB",
            Quantiles.median(bare),
            "events/s"),
        Figure.plain("kcat", Quantiles.median(theirs), "events/s"),
        new Figure(
            "all as JSON lines / kcat", Quantiles.median(ratios), "ratio", Bar.atLeast(OF_KCAT)));
  }
}
