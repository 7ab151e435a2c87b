package io.deploycast.cli.kafka.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * A {@link BatchFetcher} for as long as it goes on. Where it gives up, Kafka's consumer takes over:
 * that one knows what to do, or how to say what is wrong. Not thread-safe.
 */
final class FallbackSource implements RecordSource {
  private final BatchFetcher fetcher;
  private final Consumer<byte[], byte[]> consumer;

  /** One of the two. */
  private RecordSource source;

  FallbackSource(BatchFetcher fetcher, Consumer<byte[], byte[]> consumer) {
    this.fetcher = fetcher;
    this.consumer = consumer;
    this.source = fetcher;
  }

  /**
   * Fetches these from their leaders.
   *
   * @param consumer to which all of them are assigned; it is closed by whoever opened it
   * @param timeout how long to wait for who leads which, if that is not known
   */
  static FallbackSource open(
      ConsumerConfig config,
      List<Cursor> cursors,
      Consumer<byte[], byte[]> consumer,
      Duration timeout) {
    Map<TopicPartition, Node> leaders = new HashMap<>();
    cursors.stream()
        .map(it -> it.partition().topic())
        .distinct()
        .flatMap(it -> consumer.partitionsFor(it, timeout).stream())
        .filter(it -> it.leader() != null)
        .forEach(it -> leaders.put(partition(it), it.leader()));
    BatchFetcher fetcher = BatchFetcher.open(config);
    cursors.forEach(it -> fetcher.add(it, leaders.get(it.partition())));
    return new FallbackSource(fetcher, consumer);
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = source.poll(timeout);
    if (source == fetcher && fetcher.hasGivenUp()) {
      handOver();
    }
    return records;
  }

  private void handOver() {
    for (Cursor cursor : fetcher.cursors()) {
      consumer.seek(cursor.partition(), cursor.position());
      if (cursor.isPaused()) {
        consumer.pause(List.of(cursor.partition()));
      }
    }
    source = new ConsumerSource(consumer);
    fetcher.close();
  }

  @Override
  public long position(TopicPartition partition) {
    return source.position(partition);
  }

  @Override
  public void pause(TopicPartition partition) {
    source.pause(partition);
  }

  @Override
  public void resume(TopicPartition partition) {
    source.resume(partition);
  }

  @Override
  public void close() {
    source.close();
  }
}
