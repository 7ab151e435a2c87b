package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every end of a delivery is recorded, before the delivery counts as finished. */
class ReceiptIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]";

  private final Installation installation = Installation.onSharedBroker("receipt");

  @AfterEach
  void close() {
    installation.close();
  }

  private Map<String, Receipt> receipts() {
    return installation.read(installation.topics.receipts()).stream()
        .collect(
            Collectors.toMap(
                record -> new String(record.key(), StandardCharsets.UTF_8),
                record -> Receipt.read(record.value()).orElseThrow(),
                (older, newer) -> newer));
  }

  @Test
  void recordsEveryEndWithItsFactsInThePartitionOfItsEvent() {
    installation.target("good", SimulatedTarget.start(Behaviour.answers(503, 202)));
    installation.target("strict", SimulatedTarget.start(Behaviour.answers(422)));
    installation.publish("ended", 5, 3);
    try (AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS))) {
      await().atMost(SOON).until(() -> receipts().size() == 10);

      Map<String, Receipt> receipts = receipts();
      Receipt good = receipts.get(id("ended", 0) + "|good");
      assertThat(good.outcome()).isEqualTo(Receipt.Outcome.DELIVERED);
      assertThat(good.attempts()).isEqualTo(2);
      assertThat(good.status()).isEqualTo(202);
      assertThat(good.latencyMillis()).isBetween(1_000L, 30_000L);
      Receipt strict = receipts.get(id("ended", 0) + "|strict");
      assertThat(strict.outcome()).isEqualTo(Receipt.Outcome.DEAD_LETTERED);
      assertThat(strict.attempts()).isEqualTo(1);
      assertThat(strict.status()).isEqualTo(422);
      assertThat(strict.reason()).startsWith("REJECTED");
      assertThat(strict.origin()).isEqualTo(good.origin());
      assertThat(app.isAlive()).isTrue();
    }
    Map<String, Set<Integer>> partitions =
        installation.read(installation.topics.receipts()).stream()
            .collect(
                Collectors.groupingBy(
                    record -> Receipt.read(record.value()).orElseThrow().eventId(),
                    Collectors.mapping(ConsumerRecord::partition, Collectors.toSet())));
    partitions.forEach(
        (event, of) ->
            assertThat(of).containsExactly(Receipt.partition(event, Installation.PARTITIONS)));
  }

  @Test
  void recordsNothingWhereItIsSwitchedOff() {
    installation.target("good", SimulatedTarget.start(Behaviour.ok()));
    installation.publish("silent", 3, 1);
    try (AppProcess app =
        AppProcess.startReady(installation.yaml(DEFAULTS + ", receipts: false"))) {
      installation.awaitAllDelivered(SOON);
      await().atMost(SOON).until(() -> installation.committedInAll("good") == 3);
      assertThat(receipts()).isEmpty();
      assertThat(app.isAlive()).isTrue();
    }
  }

  @Test
  void waitsWhenReceiptsAreRefusedAndRepeatsNoDelivery() throws Exception {
    installation.target("good", SimulatedTarget.start(Behaviour.ok()));
    String topic = installation.topics.receipts();
    try (AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS))) {
      installation.publish("before", 1, 1);
      await().atMost(SOON).until(() -> committed() == 1);
      // A topic that takes no record of this size refuses every receipt.
      limit(topic, "100");
      installation.publish("after", 5, 2);
      installation.awaitAllDelivered(SOON);
      await().atMost(SOON).until(() -> app.health().body().contains("cannot be written to topic"));
      assertThat(committed()).isEqualTo(1);

      limit(topic, "1048588");
      await().atMost(SOON).until(() -> receipts().size() == 6);
      await().atMost(SOON).until(() -> committed() == 6);
      await().atMost(SOON).until(() -> app.health().statusCode() == 200);
    }
    installation.verdict("good", List.of()).expect(Guarantee.NOTHING_REPEATED);
  }

  private long committed() throws Exception {
    return installation.committed("good").entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(installation.topics.deployments()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void limit(String topic, String bytes) throws Exception {
    installation.configure(topic, "max.message.bytes", bytes);
  }
}
