package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.sandbox.LocalKafka;
import io.deploycast.sandbox.LocalKafkaOptions;
import io.deploycast.schema.DeploymentEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A history so long that {@code history} fetches record batches by itself: whatever is in the log
 * and happens to the broker, every committed event comes once, a service's in their order.
 */
class LongHistoryIT {
  private static final int EVENTS = 60_000;
  private static final int SERVICES = 50;
  private static final Duration BROKER = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private static Stream<DeploymentEvent> events(String prefix, int from, int end) {
    return IntStream.range(from, end)
        .mapToObj(it -> event(id(prefix, it), "service-" + it % SERVICES));
  }

  private static BulkPublisher publisher(Installation installation, Map<String, Object> more) {
    return new BulkPublisher(installation.topics.deployments(), TestKafka.properties(), more);
  }

  private static String[] history(Installation installation, String brokers) {
    return new String[] {
      "history",
      "--since",
      "earliest",
      "--output",
      "jsonl",
      "--topic",
      installation.topics.deployments(),
      "--bootstrap-servers",
      brokers
    };
  }

  /** Each service's events once, in the order in which they were announced. */
  private static void assertAllOnce(Stream<String> lines) {
    Map<Integer, Integer> next = new HashMap<>();
    lines.forEach(
        line -> {
          assertThat(line).startsWith("{\"id\":\"event-");
          int number = Integer.parseInt(line.substring(13, 25));
          int expected = next.getOrDefault(number % SERVICES, number % SERVICES);
          assertThat(number).isEqualTo(expected);
          next.put(number % SERVICES, number + SERVICES);
        });
    assertThat(next)
        .hasSize(SERVICES)
        .allSatisfy((service, after) -> assertThat(after).isEqualTo(EVENTS + service));
  }

  @Test
  void readsPlainPackedAndCommittedBatches() {
    try (Installation installation = Installation.onSharedBroker("history-long")) {
      publishInThreeWays(installation);

      CliProcess.Result result =
          CliProcess.run(history(installation, TestKafka.bootstrapServers()));

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.err()).isEmpty();
      assertAllOnce(result.out().lines());
    }
  }

  private static void publishInThreeWays(Installation installation) {
    try (BulkPublisher plain = publisher(installation, Map.of());
        BulkPublisher packed = publisher(installation, Map.of("compression.type", "lz4"));
        BulkPublisher committing = publisher(installation, Map.of("transactional.id", "long"))) {
      plain.publish(events("event", 0, EVENTS / 3));
      packed.publish(events("event", EVENTS / 3, EVENTS / 2));
      committing.producer().initTransactions();
      committing.producer().beginTransaction();
      committing.publish(events("event", EVENTS / 2, EVENTS));
      committing.producer().commitTransaction();
    }
  }

  @Test
  void leavesOutWhatWasNeverCommitted() {
    try (Installation installation = Installation.onSharedBroker("history-aborted")) {
      try (BulkPublisher plain = publisher(installation, Map.of());
          BulkPublisher aborting = publisher(installation, Map.of("transactional.id", "aborted"))) {
        plain.publish(events("event", 0, EVENTS / 2));
        aborting.producer().initTransactions();
        aborting.producer().beginTransaction();
        aborting.publish(events("aborted", 0, SERVICES));
        aborting.producer().abortTransaction();
        plain.publish(events("event", EVENTS / 2, EVENTS));
      }

      CliProcess.Result result =
          CliProcess.run(history(installation, TestKafka.bootstrapServers()));

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertAllOnce(result.out().lines());
    }
  }

  @Test
  @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
  void goesOnWhenABrokerThatAsksForPasswordsDiesInTheMiddleAndComesBack() throws Exception {
    LocalKafkaOptions options =
        LocalKafkaOptions.defaults().withUser(LocalKafkaOptions.ADMIN, "admin-secret");
    try (LocalKafka kafka = LocalKafka.asProcess(folder.resolve("kafka"), options);
        Installation installation = new Installation("history-killed", kafka.adminProperties())) {
      String topic = installation.topics.deployments();
      try (BulkPublisher plain = new BulkPublisher(topic, kafka.adminProperties(), Map.of())) {
        plain.publish(events("event", 0, EVENTS));
      }
      Process process = start(history(installation, kafka.bootstrapServers()), kafka);
      try (BufferedReader out = process.inputReader(UTF_8)) {
        // Nobody reads on, so that the command is in the middle when its broker dies.
        List<String> first = IntStream.range(0, 1_000).mapToObj(it -> line(out)).toList();
        kafka.kill();
        kafka.start();
        kafka.awaitReady(BROKER);
        assertAllOnce(Stream.concat(first.stream(), out.lines()));
      }
      assertThat(process.waitFor()).isZero();
    }
  }

  private static Process start(String[] history, LocalKafka kafka) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(CliProcess.command(history))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    String properties =
        kafka.adminProperties().entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining("\n"));
    builder.environment().put("DEPLOYCAST_CLIENT_PROPERTIES", properties);
    return builder.start();
  }

  private static String line(BufferedReader out) {
    try {
      return out.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
