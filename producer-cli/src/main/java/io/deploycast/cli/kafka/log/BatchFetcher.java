package io.deploycast.cli.kafka.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Fetches partitions from their leaders up to known ends, over Kafka's own client for the network.
 * Does what is usual and no more: whatever else it meets, from a leader that moves to a damaged
 * batch, it gives up, and what it gave until then is whole. Not thread-safe.
 */
final class BatchFetcher implements RecordSource {
  /** While one answer is read, the broker works on the other. */
  static final int IN_FLIGHT = 2;

  /**
   * What packed batches of all partitions may become, and a batch of each more. Plain ones are no
   * more than was asked for; of these the consumer unpacks one record after the other.
   */
  private static final long UNPACKED_BYTES = 16L << 20;

  private final KafkaClient client;
  private final Metrics metrics;
  private final FetchSettings settings;
  private final Time time;
  private final BufferSupplier unpacking = BufferSupplier.create();
  private final Map<TopicPartition, Cursor> cursors = new HashMap<>();

  /** Those of each leader, first those that were asked for longest ago. */
  private final Map<Node, Queue<Cursor>> leaders = new HashMap<>();

  /** Since the last poll. */
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found = new HashMap<>();

  private boolean givenUp;

  BatchFetcher(KafkaClient client, Metrics metrics, FetchSettings settings, Time time) {
    this.client = client;
    this.metrics = metrics;
    this.settings = settings;
    this.time = time;
  }

  /**
   * One that is connected to nobody yet.
   *
   * @throws org.apache.kafka.common.KafkaException when the configuration cannot be used
   */
  static BatchFetcher open(ConsumerConfig config) {
    Time time = Time.SYSTEM;
    Metrics metrics = new Metrics(time);
    FetchSettings settings = FetchSettings.of(config);
    KafkaClient client =
        ClientUtils.createNetworkClient(
            config,
            config.getString(ConsumerConfig.CLIENT_ID_CONFIG),
            metrics,
            "consumer",
            new LogContext(),
            new ApiVersions(),
            time,
            IN_FLIGHT,
            settings.timeoutMillis(),
            null,
            new ManualMetadataUpdater(),
            new DefaultHostResolver(),
            null,
            null);
    return new BatchFetcher(client, metrics, settings, time);
  }

  /** Fetches one more partition from its leader, if it has one. */
  void add(Cursor cursor, @Nullable Node leader) {
    cursors.put(cursor.partition(), cursor);
    if (leader == null || leader.isEmpty()) {
      givenUp = true;
    } else {
      leaders.computeIfAbsent(leader, it -> new ArrayDeque<>()).add(cursor);
    }
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    found.clear();
    if (!givenUp) {
      long now = time.milliseconds();
      leaders.forEach((leader, ofIt) -> ask(leader, ofIt, now));
      client.poll(timeout.toMillis(), now);
    }
    return new ConsumerRecords<>(Map.copyOf(found), Map.of());
  }

  private void ask(Node leader, Queue<Cursor> ofIt, long now) {
    if (ofIt.stream().allMatch(Cursor::isRead)) {
      return;
    }
    int most = Math.min(settings.partitions(), (ofIt.size() + IN_FLIGHT - 1) / IN_FLIGHT);
    while (client.ready(leader, now)) {
      List<Cursor> next = ofIt.stream().filter(Cursor::isWanted).limit(most).toList();
      if (next.isEmpty()) {
        return;
      }
      ofIt.removeAll(next);
      ofIt.addAll(next);
      next.forEach(it -> it.setAsked(true));
      client.send(
          client.newClientRequest(
              leader.idString(),
              settings.request(next),
              now,
              true,
              settings.timeoutMillis(),
              response -> answered(next, response)),
          now);
    }
    givenUp |= client.connectionFailed(leader);
  }

  private void answered(List<Cursor> asked, ClientResponse response) {
    asked.forEach(it -> it.setAsked(false));
    // There is none when the connection ended, or the broker knows no such request.
    if (response.responseBody() instanceof FetchResponse fetched
        && fetched.error() == Errors.NONE) {
      for (FetchableTopicResponse topic : fetched.data().responses()) {
        topic.partitions().forEach(it -> read(topic.topic(), it));
      }
    } else {
      givenUp = true;
    }
  }

  private void read(String topic, FetchResponseData.PartitionData fetched) {
    Cursor cursor = cursor(new TopicPartition(topic, fetched.partitionIndex()));
    if (!isUsual(fetched)
        || !(FetchResponse.recordsOrFail(fetched) instanceof MemoryRecords batches)) {
      givenUp = true;
      return;
    }
    BatchRecords records =
        new BatchRecords(
            cursor.partition(), cursor.position(), unpacking, UNPACKED_BYTES / cursors.size());
    try {
      records.read(batches);
    } catch (RuntimeException e) {
      givenUp = true;
    }
    cursor.moveTo(records.position());
    if (!records.isEmpty()) {
      found.put(cursor.partition(), records.all());
    }
  }

  /** Records of transactions are given like others, so there must be none that were aborted. */
  private static boolean isUsual(FetchResponseData.PartitionData fetched) {
    return fetched.errorCode() == Errors.NONE.code()
        && !FetchResponse.isPreferredReplica(fetched)
        && (fetched.abortedTransactions() == null || fetched.abortedTransactions().isEmpty());
  }

  /** Whether it gives nothing more, so that somebody else has to go on at its positions. */
  boolean hasGivenUp() {
    return givenUp;
  }

  Collection<Cursor> cursors() {
    return Collections.unmodifiableCollection(cursors.values());
  }

  private Cursor cursor(TopicPartition partition) {
    return Objects.requireNonNull(cursors.get(partition), "one that was added");
  }

  @Override
  public long position(TopicPartition partition) {
    return cursor(partition).position();
  }

  @Override
  public void pause(TopicPartition partition) {
    cursor(partition).setPaused(true);
  }

  @Override
  public void resume(TopicPartition partition) {
    cursor(partition).setPaused(false);
  }

  @Override
  public void close() {
    Utils.closeQuietly(client, "network client");
    metrics.close();
    unpacking.close();
  }
}
