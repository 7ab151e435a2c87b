package io.deploycast.bench.history;

import io.deploycast.sandbox.topic.WholeTopic;
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
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      BareConsumer lines = new BareConsumer(out);
      WholeTopic.read(properties, args[1], record -> lines.add(record.value()));
      lines.flush();
    }
  }

  private void add(byte[] value) {
    if (length + value.length + 1 > buffer.length) {
      flush();
    }
    System.arraycopy(value, 0, buffer, length, value.length);
    length += value.length;
    buffer[length++] = '\n';
  }

  private void flush() {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    length = 0;
  }
}
