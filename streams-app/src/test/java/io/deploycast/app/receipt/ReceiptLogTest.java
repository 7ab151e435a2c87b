package io.deploycast.app.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.schema.Origin;
import io.deploycast.schema.Receipt;
import io.deploycast.schema.topic.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kafka's own stand-in for a producer lets the test decide what the brokers answer, and when. */
class ReceiptLogTest {
  private static final String TOPIC = "deployments.receipts";
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final MockProducer<byte[], byte[]> brokers =
      new MockProducer<>(
          cluster(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final ReceiptLog receipts = new ReceiptLog(TOPIC, brokers);
  private final AtomicInteger recorded = new AtomicInteger();

  private static Cluster cluster() {
    Node node = new Node(0, "unused", 9092);
    Node[] nodes = {node};
    List<PartitionInfo> partitions =
        IntStream.range(0, 6)
            .mapToObj(it -> new PartitionInfo(TOPIC, it, node, nodes, nodes))
            .toList();
    return new Cluster("cluster", List.of(node), partitions, Set.of(), Set.of());
  }

  @AfterEach
  void close() {
    receipts.close();
  }

  private void end(String eventId) {
    DeliveryEnd end =
        new DeliveryEnd(
            eventId,
            Receipt.Outcome.DELIVERED,
            null,
            2,
            202,
            0,
            new Origin("deployments", 3, 42, TIME),
            TIME.plusMillis(61_034));
    receipts.of(new TargetName("grafana")).record(end, recorded::incrementAndGet);
  }

  @Test
  void countsAnEndAsRecordedWhenTheBrokersHaveIt() {
    end("event-0123456789");
    await().atMost(SOON).until(() -> brokers.history().size() == 1);
    assertThat(recorded).hasValue(0);

    brokers.completeNext();

    assertThat(recorded).hasValue(1);
    ProducerRecord<byte[], byte[]> record = brokers.history().get(0);
    assertThat(new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo("event-0123456789|grafana");
    assertThat(record.partition()).isEqualTo(Receipt.partition("event-0123456789", 6));
    Receipt receipt = Receipt.read(record.value()).orElseThrow();
    assertThat(receipt.latencyMillis()).isEqualTo(61_034);
    assertThat(receipt.status()).isEqualTo(202);
  }

  @Test
  void writesAgainWhatTheBrokersRefuseAndSaysSoMeanwhile() {
    end("event-0123456789");
    await().atMost(SOON).until(() -> brokers.history().size() == 1);
    brokers.errorNext(new TopicAuthorizationException(TOPIC));

    assertThat(receipts.problem()).hasValueSatisfying(it -> assertThat(it).contains(TOPIC));
    await().atMost(SOON).until(() -> brokers.history().size() == 2);
    brokers.completeNext();

    assertThat(recorded).hasValue(1);
    assertThat(receipts.problem()).isEmpty();
  }

  @Test
  void writesNoReceiptForAValueWithoutReadableId() {
    end(null);

    assertThat(recorded).hasValue(1);
    assertThat(brokers.history()).isEmpty();
  }
}
