package io.deploycast.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * Kafka's own server in this JVM: formats the data folder when it is new, starts, stops. Never ends
 * the JVM by itself; what Kafka does on a fatal fault is {@link KafkaExit}'s concern.
 */
final class BrokerServer {
  private final KafkaRaftServer server;

  private BrokerServer(KafkaRaftServer server) {
    this.server = server;
  }

  /** Returns when the broker is unfenced, which is when it serves clients. */
  static BrokerServer start(Path dataFolder, Properties properties) throws IOException {
    Files.createDirectories(dataFolder);
    Path file = BrokerProperties.write(properties, dataFolder.resolve("server.properties"));
    if (!Files.exists(dataFolder.resolve("log").resolve("meta.properties"))) {
      format(file);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException | Error failed) {
      // Kafka leaves the half that did start running.
      server.shutdown();
      throw failed;
    }
    return new BrokerServer(server);
  }

  /** Idempotent; returns when the log is closed cleanly. */
  void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static void format(Path file) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code;
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      // What a start that was killed had formatted may stay.
      String[] command = {
        "format",
        "--ignore-formatted",
        "--cluster-id",
        Uuid.randomUuid().toString(),
        "--config",
        file.toString()
      };
      code = StorageTool.execute(command, out);
    }
    if (code != 0) {
      throw new IOException(
          "formatting a Kafka data folder with %s failed with code %d: %s"
              .formatted(file, code, said.toString(StandardCharsets.UTF_8).strip()));
    }
  }
}
