package io.deploycast.cli;

import java.util.List;
import java.util.Map;

/**
 * Loads what publishing or reading the log needs on a second core while the first still reads the
 * command line; that is half of a start. What it cannot load, the command loads or complains about
 * itself.
 */
final class HeadStart {
  /** Those whose initialisation takes longest, in the order they are needed. */
  private static final List<String> PUBLISHING =
      List.of(
          "org.apache.kafka.clients.producer.ProducerConfig",
          "org.apache.kafka.common.protocol.ApiKeys",
          "org.apache.kafka.clients.producer.KafkaProducer",
          "io.deploycast.schema.EventJson",
          "org.apache.kafka.clients.producer.internals.Sender",
          "org.apache.kafka.common.requests.ProduceRequest",
          "org.apache.kafka.common.requests.MetadataResponse",
          "org.apache.kafka.common.requests.ProduceResponse");

  private static final List<String> READING =
      List.of(
          "org.apache.kafka.clients.consumer.ConsumerConfig",
          "org.apache.kafka.common.protocol.ApiKeys",
          "org.apache.kafka.clients.consumer.KafkaConsumer",
          "org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer",
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.consumer.internals.Fetcher",
          "org.apache.kafka.common.requests.MetadataResponse",
          "org.apache.kafka.common.requests.ListOffsetsResponse",
          "org.apache.kafka.common.requests.FetchResponse",
          "org.apache.kafka.common.record.internal.MemoryRecords");

  private static final Map<String, List<String>> BY_COMMAND =
      Map.of("publish", PUBLISHING, "history", READING, "report", READING, "status", READING);

  private HeadStart() {}

  /** Begins when the arguments are those of a command that sends something or reads the log. */
  static void begin(String[] arguments) {
    List<String> classes =
        arguments.length == 0 ? List.of() : BY_COMMAND.getOrDefault(arguments[0], List.of());
    if (classes.isEmpty()) {
      return;
    }
    Thread loading = new Thread(() -> load(classes), "head-start");
    loading.setDaemon(true);
    loading.start();
  }

  private static void load(List<String> classes) {
    try {
      for (String name : classes) {
        Class.forName(name);
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // See above.
    }
  }
}
