package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A history of two million events without headers, read in 128 MiB. */
@Tag("nightly")
class HistorySpeedIT {
  private static final Logger LOG = LoggerFactory.getLogger(HistorySpeedIT.class);
  private static final int EVENTS = 2_000_000;
  private static final int LAST = 1_000;
  private static final int RUNS = 3;

  private static Installation installation;
  private static Instant lastBegan;

  @BeforeAll
  static void fill() throws Exception {
    installation = Installation.onSharedBroker("history-speed");
    send(0, EVENTS - LAST);
    Instant done = Installation.CLOCK.instant().plusMillis(500);
    await("a moment between").until(() -> Installation.CLOCK.instant().isAfter(done));
    lastBegan = done;
    send(EVENTS - LAST, EVENTS);
    // The first start of a new jar records an archive of its classes.
    Reading.of(history(lastBegan.toString()));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  private static void send(int from, int to) {
    Map<String, Object> properties = new HashMap<>(TestKafka.properties());
    properties.put("linger.ms", 50);
    properties.put("batch.size", 256 * 1024);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = from; i < to; i++) {
        String service = "service-" + i % 97;
        String id = "event-%012d".formatted(i);
        String json =
            "{\"id\":\""
                + id
                + "\",\"release\":\"2016."
                + i
                + "\",\"deployedAt\":\"2012-07-08T11:14:15.123Z\",\"deploymentId\":\""
                + id
                + "\",\"service\":\""
                + service
                + "\",\"environment\":\"production\",\"status\":\"succeeded\","
                + "\"commit\":\"0123456789abcdef0123456789abcdef01234567\",\"branch\":\"main\",\"actor\":\"ada\","
                + "\"url\":\"https://ci.example.com/builds/"
                + i
                + "\",\"attributes\":{\"ticket\":\"OPS-7\"}}";
        producer.send(
            new ProducerRecord<>(
                installation.topics.deployments(), service.getBytes(UTF_8), json.getBytes(UTF_8)));
      }
    }
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
