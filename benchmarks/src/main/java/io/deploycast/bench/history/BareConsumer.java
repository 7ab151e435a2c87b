package io.deploycast.bench.history;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The least that a program with Kafka's client for Java can do: writes every value as a line, in
 * whatever order partitions come and whatever it holds.
 */
final class BareConsumer {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int length;

  private BareConsumer(OutputStream out) {
    this.out = out;
  }

  /** Takes brokers and a topic. */
  public static void main(String[] args) throws IOException {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            args[0],
            "enable.auto.commit",
            false,
            "isolation.level",
            "read_committed",
            "max.poll.records",
            2_000);
    try (OutputStream out = new FileOutputStream(FileDescriptor.out);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      new BareConsumer(out).copy(consumer, args[1]);
    }
  }

  private void copy(KafkaConsumer<byte[], byte[]> consumer, String topic) throws IOException {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        line(record.value());
      }
    }
    out.write(buffer, 0, length);
  }

  private void line(byte[] value) throws IOException {
    if (length + value.length + 1 > buffer.length) {
      out.write(buffer, 0, length);
      length = 0;
    }
    System.arraycopy(value, 0, buffer, length, value.length);
    length += value.length;
    buffer[length++] = '\n';
  }
}
