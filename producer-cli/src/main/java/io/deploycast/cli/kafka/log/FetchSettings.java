package io.deploycast.cli.kafka.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * What requests ask for, as a consumer's properties say.
 *
 * @param partitionBytes of one partition; one batch may be more
 * @param bytes of all together
 * @param timeoutMillis how long a broker may take for an answer
 * @param rack where this program runs; empty when nobody said
 */
record FetchSettings(int partitionBytes, int bytes, int timeoutMillis, String rack) {
  /**
   * The last version of the request that names topics by their names, which is all that partitions
   * are known by here. Brokers that know later ones know this one.
   */
  private static final short VERSION = 12;

  /** How long a broker waits for a first byte: never, as what is asked for is there. */
  private static final int WAIT_MILLIS = 500;

  static FetchSettings of(ConsumerConfig config) {
    return new FetchSettings(
        config.getInt(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        config.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
        config.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG),
        config.getString(ConsumerConfig.CLIENT_RACK_CONFIG));
  }

  /** As many partitions as have room in one answer. */
  int partitions() {
    return Math.max(1, bytes / Math.max(1, partitionBytes));
  }

  /** Asks for committed records only. */
  FetchRequest.Builder request(List<Cursor> cursors) {
    Map<TopicPartition, FetchRequest.PartitionData> wanted = new LinkedHashMap<>();
    for (Cursor cursor : cursors) {
      wanted.put(
          cursor.partition(),
          new FetchRequest.PartitionData(
              Uuid.ZERO_UUID,
              cursor.position(),
              FetchResponse.INVALID_LOG_START_OFFSET,
              partitionBytes,
              Optional.empty()));
    }
    return FetchRequest.Builder.forConsumer(VERSION, WAIT_MILLIS, 1, wanted)
        .isolationLevel(IsolationLevel.READ_COMMITTED)
        .setMaxBytes(bytes)
        .rackId(rack);
  }
}
