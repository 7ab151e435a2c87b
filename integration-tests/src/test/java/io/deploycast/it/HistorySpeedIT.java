package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.schema.DeploymentEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
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
    Reading.of(history(lastBegan.toString()));
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

  /** What a program writes to a pipe, counted, and how long it took. */
  private record Reading(long lines, Duration took) {
    static Reading of(List<String> command) throws Exception {
      long began = System.nanoTime();
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("JDK_JAVA_OPTIONS", "-Xmx128m");
      Process process = builder.start();
      long lines = lines(process.getInputStream());
      assertThat(process.waitFor()).as("%s", command).isZero();
      return new Reading(lines, Duration.ofNanos(System.nanoTime() - began));
    }

    private static long lines(InputStream in) throws IOException {
      byte[] buffer = new byte[1 << 16];
      long lines = 0;
      for (int read; (read = in.read(buffer)) >= 0; ) {
        for (int i = 0; i < read; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return lines;
    }
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
      Reading reading = Reading.of(history(lastBegan.toString()));
      LOG.atWarn().log("the last {} of {}: {}", LAST, EVENTS, reading);
      assertThat(reading.lines()).isEqualTo(LAST);
      assertThat(reading.took()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void exportsAllAtNoLessThanThreeFifthsOfKcatsRateInAFlatHeap() throws Exception {
    String kcat = new Tool("kcat").onPath().toString();
    List<Double> ratios = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      Reading theirs =
          Reading.of(
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
                  "beginning"));
      // A heap that grew with the history would end here: the events alone are four times as large.
      Reading ours = Reading.of(history("earliest"));
      assertThat(List.of(theirs.lines(), ours.lines())).containsOnly((long) EVENTS);
      double ratio = (double) theirs.took().toNanos() / ours.took().toNanos();
      LOG.atWarn().log("export of {}: ours {}, kcat {}, ratio {}", EVENTS, ours, theirs, ratio);
      ratios.add(ratio);
    }
    Collections.sort(ratios);
    assertThat(ratios.get(RUNS / 2)).as("median of %s", ratios).isGreaterThan(0.6);
  }
}
