package io.deploycast.cli.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.MockClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests to leaders, and what their answers lead to. */
final class BatchFetcherTest {
  private static final Node ONE = new Node(1, "localhost", 9001);
  private static final Node TWO = new Node(2, "localhost", 9002);
  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, 6).mapToObj(it -> new TopicPartition("deployments", it)).toList();

  private final MockClient client =
      new MockClient(Time.SYSTEM, List.of(ONE, TWO)) {
        @Override
        public boolean ready(Node node, long now) {
          return super.ready(node, now)
              && inFlightRequestCount(node.idString()) < BatchFetcher.IN_FLIGHT;
        }
      };
  private final BatchFetcher fetcher =
      new BatchFetcher(
          client, new Metrics(), new FetchSettings(1_000, 10_000, 1_000, "rack"), Time.SYSTEM);

  private void add(int partition, long position, long end, Node leader) {
    fetcher.add(new Cursor(PARTITIONS.get(partition), position, end), leader);
  }

  private List<TopicPartition> poll() {
    return List.copyOf(fetcher.poll(Duration.ZERO).partitions());
  }

  /** What is asked of each node, request by request. */
  private List<List<Integer>> asked(Node node) {
    return client.requests().stream()
        .filter(it -> it.destination().equals(node.idString()))
        .map(BatchFetcherTest::partitions)
        .toList();
  }

  private static List<Integer> partitions(ClientRequest request) {
    return fetch(request).data().topics().stream()
        .flatMap(it -> it.partitions().stream())
        .map(it -> it.partition())
        .toList();
  }

  private static FetchRequest fetch(ClientRequest request) {
    return (FetchRequest) request.requestBuilder().build();
  }

  private static FetchResponseData.PartitionData data(int partition, long first, String... values) {
    SimpleRecord[] records =
        Stream.of(values)
            .map(it -> new SimpleRecord(5L, it.getBytes(UTF_8)))
            .toArray(SimpleRecord[]::new);
    return new FetchResponseData.PartitionData()
        .setPartitionIndex(partition)
        .setRecords(
            values.length == 0
                ? MemoryRecords.EMPTY
                : MemoryRecords.withRecords(
                    RecordBatch.CURRENT_MAGIC_VALUE,
                    first,
                    Compression.NONE,
                    TimestampType.CREATE_TIME,
                    records));
  }

  private static FetchResponse response(FetchResponseData.PartitionData... partitions) {
    return FetchResponse.of(
        new FetchResponseData()
            .setResponses(
                List.of(
                    new FetchResponseData.FetchableTopicResponse()
                        .setTopic("deployments")
                        .setPartitions(List.of(partitions)))));
  }

  private static List<String> values(ConsumerRecords<byte[], byte[]> records) {
    List<String> values = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      values.add(new String(record.value(), UTF_8));
    }
    return values;
  }

  @Test
  void asksEachLeaderForOneHalfWhileTheOtherIsOnItsWay() {
    IntStream.range(0, 5).forEach(it -> add(it, 0, 100, ONE));
    add(5, 7, 100, TWO);

    assertThat(poll()).isEmpty();

    assertThat(asked(ONE)).containsExactly(List.of(0, 1, 2), List.of(3, 4));
    assertThat(asked(TWO)).containsExactly(List.of(5));
    FetchRequest request = fetch(client.requests().element());
    assertThat(request.version()).isEqualTo((short) 12);
    assertThat(request.isolationLevel().id()).isEqualTo((byte) 1);
    assertThat(request.maxBytes()).isEqualTo(10_000);
    assertThat(request.rackId()).isEqualTo("rack");
    assertThat(request.data().topics().get(0).partitions())
        .allMatch(it -> it.partitionMaxBytes() == 1_000);
  }

  @Test
  void asksForNoMorePartitionsThanHaveRoomInAnAnswer() {
    assertThat(new FetchSettings(1_000, 3_500, 1_000, "").partitions()).isEqualTo(3);
    assertThat(new FetchSettings(1_000, 10, 1_000, "").partitions()).isEqualTo(1);
    assertThat(new FetchSettings(0, 10, 1_000, "").partitions()).isEqualTo(10);
  }

  @Test
  void givesRecordsAndGoesOnBehindThem() {
    add(0, 10, 13, ONE);
    poll();
    client.respond(response(data(0, 9, "too early", "a", "b")));
    assertThat(values(fetcher.poll(Duration.ZERO))).containsExactly("a", "b");
    assertThat(fetcher.position(PARTITIONS.get(0))).isEqualTo(12);
    assertThat(poll()).isEmpty();

    client.respond(response(data(0, 12, "c")));
    assertThat(values(fetcher.poll(Duration.ZERO))).containsExactly("c");
    // It is read to its end, and nothing is asked for any more.
    assertThat(poll()).isEmpty();
    assertThat(client.requests()).isEmpty();
    assertThat(fetcher.hasGivenUp()).isFalse();
  }

  @Test
  void asksAgainForWhatHadNoRoom() {
    IntStream.range(0, 4).forEach(it -> add(it, 0, 100, ONE));
    poll();
    client.respond(response(data(0, 0, "a"), data(1, 0)));
    poll();
    client.respond(response(data(2, 0), data(3, 0)));
    poll();
    poll();

    assertThat(asked(ONE)).containsExactly(List.of(0, 1), List.of(2, 3));
  }

  @Test
  void asksFirstForWhatWaitsLongest() {
    FetchSettings oneInAnAnswer = new FetchSettings(1_000, 1_000, 1_000, "");
    BatchFetcher narrow = new BatchFetcher(client, new Metrics(), oneInAnAnswer, Time.SYSTEM);
    IntStream.range(0, 4).forEach(it -> narrow.add(new Cursor(PARTITIONS.get(it), 0, 100), ONE));
    narrow.poll(Duration.ZERO);
    assertThat(asked(ONE)).containsExactly(List.of(0), List.of(1));

    client.respond(response(data(0, 0, "a")));
    narrow.poll(Duration.ZERO);
    narrow.poll(Duration.ZERO);
    assertThat(asked(ONE)).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void letsAPartitionRest() {
    add(0, 0, 100, ONE);
    add(1, 0, 100, ONE);
    fetcher.pause(PARTITIONS.get(0));
    poll();
    assertThat(asked(ONE)).containsExactly(List.of(1));

    fetcher.resume(PARTITIONS.get(0));
    poll();
    assertThat(asked(ONE)).containsExactly(List.of(1), List.of(0));
  }

  static Stream<Named<Consumer<BatchFetcherTest>>> troubles() {
    return Stream.of(
        Named.of(
            "the leader moved",
            it -> it.answer(data(1, 0).setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code()))),
        Named.of(
            "records were deleted",
            it -> it.answer(data(1, 0).setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code()))),
        Named.of("a follower is nearer", it -> it.answer(data(1, 0).setPreferredReadReplica(2))),
        Named.of(
            "a transaction was aborted",
            it ->
                it.answer(
                    data(1, 0, "x")
                        .setAbortedTransactions(
                            List.of(new AbortedTransaction().setProducerId(3))))),
        Named.of("a batch is damaged", it -> it.answer(damaged())),
        Named.of(
            "the whole request is refused",
            it ->
                it.client.respond(
                    FetchResponse.of(
                        new FetchResponseData()
                            .setErrorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code())))),
        Named.of("the connection ends", it -> it.client.disconnect(ONE.idString())));
  }

  private void answer(FetchResponseData.PartitionData data) {
    client.respond(response(data(0, 0, "a"), data));
  }

  private static FetchResponseData.PartitionData damaged() {
    FetchResponseData.PartitionData data = data(1, 0, "x");
    MemoryRecords records = (MemoryRecords) data.records();
    records.buffer().put(records.sizeInBytes() - 1, (byte) 9);
    return data;
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void leavesTheRestToTheConsumerWhenAnythingIsUnusual(Consumer<BatchFetcherTest> trouble) {
    try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
      consumer.assign(PARTITIONS.subList(0, 4));
      consumer.updateBeginningOffsets(Map.of());
      IntStream.range(0, 4).forEach(it -> add(it, 0, 100, ONE));
      FallbackSource source = new FallbackSource(fetcher, consumer);
      source.poll(Duration.ZERO);
      source.pause(PARTITIONS.get(3));
      trouble.accept(this);
      List<String> before = values(source.poll(Duration.ZERO));

      assertThat(fetcher.hasGivenUp()).isTrue();
      assertThat(client.active()).isFalse();
      assertThat(consumer.paused()).containsExactly(PARTITIONS.get(3));
      consumer.addRecord(record(0, before.size(), "b"));
      consumer.addRecord(record(1, 0, "c"));
      assertThat(values(source.poll(Duration.ZERO))).containsExactlyInAnyOrder("b", "c");
      assertThat(source.position(PARTITIONS.get(0))).isEqualTo(before.size() + 1);
      source.resume(PARTITIONS.get(3));
      assertThat(consumer.paused()).isEmpty();
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, String value) {
    return new ConsumerRecord<>(
        "deployments", partition, offset, new byte[0], value.getBytes(UTF_8));
  }

  @Test
  void givesUpAtOnceWithoutALeader() {
    fetcher.add(new Cursor(PARTITIONS.get(0), 0, 10), null);
    assertThat(fetcher.hasGivenUp()).isTrue();
    assertThat(poll()).isEmpty();
    assertThat(client.requests()).isEmpty();
  }

  @Test
  void doesNotMissALeaderOfWhichAllIsRead() {
    add(0, 10, 11, ONE);
    add(1, 0, 10, TWO);
    poll();
    client.respondFrom(response(data(0, 10, "a")), ONE);
    assertThat(values(fetcher.poll(Duration.ZERO))).containsExactly("a");

    client.disconnect(ONE.idString());
    client.setUnreachable(ONE, 10_000);
    poll();

    assertThat(fetcher.hasGivenUp()).isFalse();
  }

  @Test
  void givesUpWhenTheLeaderCannotBeReached() {
    add(0, 0, 10, ONE);
    client.setUnreachable(ONE, 10_000);
    poll();
    assertThat(fetcher.hasGivenUp()).isTrue();
  }
}
