package io.deploycast.cli;

import java.util.List;

/**
 * Loads what publishing needs on a second core while the first still reads the command line; that
 * is half of a start. What it cannot load, the command loads or complains about itself.
 */
final class HeadStart {
  /** Those whose initialisation takes longest, in the order they are needed. */
  private static final List<String> CLASSES =
      List.of(
          "org.apache.kafka.clients.producer.ProducerConfig",
          "org.apache.kafka.common.protocol.ApiKeys",
          "org.apache.kafka.clients.producer.KafkaProducer",
          "io.deploycast.schema.EventJson",
          "org.apache.kafka.clients.producer.internals.Sender",
          "org.apache.kafka.common.requests.ProduceRequest",
          "org.apache.kafka.common.requests.MetadataResponse",
          "org.apache.kafka.common.requests.ProduceResponse");

  private HeadStart() {}

  /** Begins when the arguments are those of a command that sends something. */
  static void begin(String[] arguments) {
    if (arguments.length == 0 || !arguments[0].equals("publish")) {
      return;
    }
    Thread loading = new Thread(HeadStart::load, "head-start");
    loading.setDaemon(true);
    loading.start();
  }

  private static void load() {
    try {
      for (String name : CLASSES) {
        Class.forName(name);
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // See above.
    }
  }
}
