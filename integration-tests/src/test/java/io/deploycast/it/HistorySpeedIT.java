package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.CountedRun;
import io.deploycast.schema.DeploymentEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A history of two million events, read in 128 MiB. */
@Tag("nightly")
class HistorySpeedIT {
  private static final Logger LOG = LoggerFactory.getLogger(HistorySpeedIT.class);
  private static final int EVENTS = 2_000_000;
  private static final int LAST = 1_000;
  private static final int RUNS = 3;
  private static final int SERVICES = 97;

  private static Installation installation;
  private static Instant lastBegan;

  @BeforeAll
  static void fill() throws Exception {
    installation = Installation.onSharedBroker("history-speed");
    publish(0, EVENTS - LAST);
    Instant done = Installation.CLOCK.instant().plusMillis(500);
    await("a moment between").until(() -> Installation.CLOCK.instant().isAfter(done));
    lastBegan = done;
    publish(EVENTS - LAST, EVENTS);
    // The first start of a new jar records an archive of its classes.
    run(history(lastBegan.toString()), LAST);
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  private static void publish(int from, int to) {
    try (BulkPublisher publisher =
        new BulkPublisher(installation.topics.deployments(), TestKafka.properties(), Map.of())) {
      publisher.publish(IntStream.range(from, to).mapToObj(HistorySpeedIT::event));
    }
  }

  private static DeploymentEvent event(int number) {
    return DeploymentEvent.builder(
            Installation.id("event", number),
            "2016." + number,
            Instant.parse("2012-07-08T11:14:15.123Z"))
        .service("service-" + number % SERVICES)
        .environment("production")
        .commit("0123456789abcdef0123456789abcdef01234567")
        .branch("main")
        .actor("ada")
        .url("https://ci.example.com/builds/" + number)
        .attributes(Map.of("ticket", "OPS-7"))
        .build();
  }

  private static CountedRun run(List<String> command, int expected) throws Exception {
    return CountedRun.of(
        command,
        Map.of("JAVA_HOME", System.getProperty("java.home"), "JDK_JAVA_OPTIONS", "-Xmx128m"),
        expected);
  }

  private static List<String> history(String since) {
    return List.of(
        System.getProperty("deploycast.launcher"),
        "history",
        "--topic",
        installation.topics.deployments(),
        "--bootstrap-servers",
        TestKafka.bootstrapServers(),
        "--output",
        "jsonl",
        "--since",
        since);
  }

  @Test
  void findsTheLastThousandByTimeWithoutReadingTheRest() throws Exception {
    for (int run = 0; run < RUNS; run++) {
      CountedRun reading = run(history(lastBegan.toString()), LAST);
      LOG.atWarn().log("the last {} of {}: {}", LAST, EVENTS, reading);
      assertThat(reading.seconds()).isLessThan(2);
    }
  }

  @Test
  void exportsAllAtNoLessThanThreeFifthsOfKcatsRateInAFlatHeap() throws Exception {
    String kcat = new Tool("kcat").onPath().toString();
    List<Double> ratios = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      CountedRun theirs =
          run(
              List.of(
                  kcat,
                  "-C",
                  "-q",
                  "-e",
                  "-b",
                  TestKafka.bootstrapServers(),
                  "-t",
                  installation.topics.deployments(),
                  "-o",
                  "beginning"),
              EVENTS);
      // A heap that grew with the history would end here: the events alone are four times as large.
      CountedRun ours = run(history("earliest"), EVENTS);
      double ratio = theirs.seconds() / ours.seconds();
      LOG.atWarn().log("export of {}: ours {}, kcat {}, ratio {}", EVENTS, ours, theirs, ratio);
      ratios.add(ratio);
    }
    Collections.sort(ratios);
    assertThat(ratios.get(RUNS / 2)).as("median of %s", ratios).isGreaterThan(0.6);
  }
}
