package io.deploycast.cli.kafka.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Uses records on a second thread, in their order, while the first fetches more. What waits between
 * them is bounded. Closing waits for what was handed over, and throws what the use threw. All
 * methods are for the first thread.
 */
final class HandOver implements AutoCloseable {
  /** Whichever comes first ends a batch: so few that they are used while they are in the cache. */
  private static final int MOST_RECORDS = 500;

  private static final long MOST_BYTES = 256L << 10;

  /** Batches that wait: enough that neither thread stops for the other's garbage collection. */
  private static final int MOST_WAITING = 4;

  private final LogReader.Use use;
  private final Thread second = new Thread(this::work, "history-use");

  /** An empty batch is the last. */
  private final BlockingQueue<List<ConsumerRecord<byte[], byte[]>>> waiting =
      new ArrayBlockingQueue<>(MOST_WAITING);

  private List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(MOST_RECORDS);
  private long bytes;

  /** Whether the use wants no more. */
  private volatile boolean enough;

  /** Written before {@link #enough}. */
  private @Nullable Throwable failure;

  HandOver(LogReader.Use use) {
    this.use = use;
    second.setDaemon(true);
    second.start();
  }

  /** Hands over a record, sooner or later; false when no more are wanted. */
  boolean record(ConsumerRecord<byte[], byte[]> record) {
    batch.add(record);
    bytes += Math.max(0, record.serializedValueSize());
    if (batch.size() == MOST_RECORDS || bytes >= MOST_BYTES) {
      pass();
    }
    return !enough;
  }

  /** Hands over what it still keeps, before the first thread waits for brokers. */
  void pass() {
    if (!batch.isEmpty()) {
      put(batch);
      batch = new ArrayList<>(MOST_RECORDS);
      bytes = 0;
    }
  }

  /** Whether the use said that it wants no more; known once this is closed. */
  boolean isEnough() {
    return enough;
  }

  @Override
  public void close() {
    pass();
    put(List.of());
    try {
      second.join();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void put(List<ConsumerRecord<byte[], byte[]>> records) {
    try {
      waiting.put(records);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Goes on taking when it has enough, so that the first thread never waits in vain. */
  private void work() {
    try {
      for (List<ConsumerRecord<byte[], byte[]>> next = waiting.take();
          !next.isEmpty();
          next = waiting.take()) {
        use(next);
      }
    } catch (InterruptedException e) {
      // Nobody does that; the records that are left would be missing without a word.
      failure = new InterruptException(e);
      enough = true;
    }
  }

  private void use(List<ConsumerRecord<byte[], byte[]>> records) {
    for (int i = 0; i < records.size() && !enough; i++) {
      try {
        enough = !use.record(records.get(i));
      } catch (RuntimeException | Error e) {
        failure = e;
        enough = true;
      }
    }
  }
}
