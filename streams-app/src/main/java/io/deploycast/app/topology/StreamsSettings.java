package io.deploycast.app.topology;

import io.deploycast.app.flow.RecordLimits;
import io.deploycast.schema.topic.TargetName;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a target's Kafka Streams instance, in three layers: our defaults, what the
 * operator configured, and what the engine's promises rest on.
 */
final class StreamsSettings {
  /** Room for batch headers above the largest record limit of a topic. */
  private static final int REQUEST_MARGIN = 64 * 1024;

  private StreamsSettings() {}

  /**
   * All properties.
   *
   * @param groupId the application id, which is the group's name
   * @param instanceId a name that is the same after a restart, for static membership, or null
   * @param kafka the operator's client properties
   */
  static Properties of(
      String groupId,
      TargetName target,
      @Nullable String instanceId,
      Map<String, Object> kafka,
      RecordLimits limits) {
    Map<String, Object> all = new HashMap<>(defaults());
    all.putAll(kafka);
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, groupId);
    all.put(StreamsConfig.CLIENT_ID_CONFIG, groupId);
    all.putAll(promises());
    all.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Math.max(limits.largest(), 1024 * 1024) + REQUEST_MARGIN);
    if (instanceId != null) {
      all.put(
          StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
          instanceId + "-" + target);
    }
    Properties properties = new Properties();
    properties.putAll(all);
    return properties;
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> defaults = new HashMap<>();
    // What a crash repeats grows with it; a second costs next to nothing.
    defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
    // An idle target wakes up once a second; polls are shorter when something is due.
    defaults.put(StreamsConfig.POLL_MS_CONFIG, 1_000);
    defaults.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1_000);
    // A dead instance's partitions move on after ten seconds, not 45.
    defaults.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    defaults.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    // With the high-water mark this bounds what is held in memory.
    defaults.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    // A failure is written down at once; there are few, so waiting for more gains nothing.
    defaults.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // New partitions are found within a minute.
    defaults.put("metadata.max.age.ms", 60_000);
    defaults.put("enable.metrics.push", false);
    return defaults;
  }

  private static Map<String, Object> promises() {
    Map<String, Object> promises = new HashMap<>();
    promises.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    // The watermark consumer works with the classic protocol only, and with one stream thread a
    // flow.
    promises.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    promises.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    // A task reads topics that have nothing to do with each other, some of them held for a minute.
    promises.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    promises.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTimes.class);
    promises.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
    promises.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    promises.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    // Sizes are checked before a record is sent, and that needs the bytes as they are.
    promises.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "none");
    return promises;
  }
}
