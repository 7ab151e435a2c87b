package io.deploycast.bench.history;

import io.deploycast.sandbox.topic.WholeTopic;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The least that a program with Kafka's client for Java can do: writes every value as a line, in
 * whatever order partitions come and whatever it holds.
 */
final class BareConsumer {
  private static final int BUFFER = 1 << 16;

  private BareConsumer() {}

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
    try (OutputStream out =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER)) {
      WholeTopic.read(properties, args[1], record -> writeLine(record.value(), out));
    }
  }

  private static void writeLine(byte[] value, OutputStream out) {
    try {
      out.write(value);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
