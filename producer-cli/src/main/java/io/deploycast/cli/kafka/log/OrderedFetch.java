package io.deploycast.cli.kafka.log;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Fetches up to the ends of all lanes, and hands over what comes in the order of time. */
final class OrderedFetch {
  private final RecordSource source;
  private final Lanes lanes;
  private final HandOver others;
  private final Duration patience;
  private final Supplier<? extends RuntimeException> silent;

  /**
   * Not begun yet.
   *
   * @param patience how long nothing may come
   * @param silent what is thrown then
   */
  OrderedFetch(
      RecordSource source,
      Lanes lanes,
      HandOver others,
      Duration patience,
      Supplier<? extends RuntimeException> silent) {
    this.source = source;
    this.lanes = lanes;
    this.others = others;
    this.patience = patience;
    this.silent = silent;
  }

  /** Returns at the ends, or when the others have enough. */
  void run() {
    lanes.settle(source);
    long heardNanos = System.nanoTime();
    while (!lanes.isDone()) {
      ConsumerRecords<byte[], byte[]> polled = source.poll(LogReader.POLL);
      lanes.add(polled);
      boolean heard = !polled.isEmpty();
      for (ConsumerRecord<byte[], byte[]> next; (next = lanes.next(source)) != null; ) {
        // The end of a transaction is no record, but lets others go, which may take their time.
        heard = true;
        if (!others.record(next)) {
          return;
        }
      }
      others.pass();
      if (heard) {
        heardNanos = System.nanoTime();
      } else if (System.nanoTime() - heardNanos > patience.toNanos()) {
        throw silent.get();
      }
    }
  }
}
