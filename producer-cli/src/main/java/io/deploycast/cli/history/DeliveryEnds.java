package io.deploycast.cli.history;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.kafka.log.LogReader;
import io.deploycast.schema.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** How the deliveries of one event ended, by target: the latest receipt of each. */
public final class DeliveryEnds {
  private DeliveryEnds() {}

  /**
   * Reads the one partition that all receipts of an event are in.
   *
   * @param deadlineNanos {@code System.nanoTime()} at which it has to be read
   */
  public static List<Receipt> of(
      String eventId, LogReader log, String receiptsTopic, long deadlineNanos) {
    int partitions = log.partitions(receiptsTopic).size();
    TopicPartition partition =
        new TopicPartition(receiptsTopic, Receipt.partition(eventId, partitions));
    byte[] prefix = (eventId + "|").getBytes(StandardCharsets.UTF_8);
    Map<String, Receipt> latest = new TreeMap<>();
    log.read(
        List.of(partition),
        new LogReader.Range(null, null, false),
        record -> {
          if (System.nanoTime() - deadlineNanos > 0) {
            throw new FailedException(
                ExitCode.UNKNOWN,
                "%s must be read in time, was not; give a longer --timeout".formatted(partition));
          }
          if (startsWith(record, prefix)) {
            // A tombstone is what compaction leaves of a receipt: nothing to show.
            Receipt.read(record.value()).ifPresent(it -> latest.put(it.target(), it));
          }
          return true;
        });
    return List.copyOf(latest.values());
  }

  private static boolean startsWith(ConsumerRecord<byte[], byte[]> record, byte[] prefix) {
    byte[] key = record.key();
    return key != null
        && key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
