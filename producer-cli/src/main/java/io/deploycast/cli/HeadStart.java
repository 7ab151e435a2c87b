package io.deploycast.cli;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * Loads what publishing or reading the log needs on a second core while the first still reads the
 * command line; that is half of a start. What it cannot load, the command loads or complains about
 * itself.
 */
final class HeadStart extends Thread {
  private static final Client PRODUCER =
      new Client(
          "org.apache.kafka.clients.producer.ProducerConfig",
          List.of(
              "org.apache.kafka.common.protocol.ApiKeys",
              "org.apache.kafka.clients.producer.KafkaProducer",
              "org.apache.kafka.clients.producer.internals.Sender",
              "org.apache.kafka.common.utils.AppInfoParser",
              "org.apache.kafka.common.protocol.Errors",
              "org.apache.kafka.common.requests.MetadataResponse",
              "org.apache.kafka.common.requests.ProduceRequest",
              "org.apache.kafka.common.requests.ProduceResponse"));

  private static final Client CONSUMER =
      new Client(
          "org.apache.kafka.clients.consumer.ConsumerConfig",
          List.of(
              "org.apache.kafka.common.protocol.ApiKeys",
              "org.apache.kafka.clients.consumer.KafkaConsumer",
              "org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer",
              "org.apache.kafka.clients.NetworkClient",
              "org.apache.kafka.clients.consumer.internals.Fetcher",
              "org.apache.kafka.common.requests.MetadataResponse",
              "org.apache.kafka.common.requests.ListOffsetsResponse",
              "org.apache.kafka.common.requests.FetchResponse",
              "org.apache.kafka.common.record.internal.MemoryRecords"));

  private static final Map<String, Client> BY_COMMAND =
      Map.of("publish", PRODUCER, "history", CONSUMER, "report", CONSUMER, "status", CONSUMER);

  private final Client client;

  /**
   * What a client of Kafka is made of.
   *
   * @param classes those whose initialisation takes longest, in the order they are needed
   */
  private record Client(String config, List<String> classes) {}

  private HeadStart(Client client) {
    super("head-start");
    this.client = client;
    setDaemon(true);
  }

  /** Begins when the arguments are those of a command that sends something or reads the log. */
  static void begin(String[] arguments) {
    @Nullable Client client = arguments.length == 0 ? null : BY_COMMAND.get(arguments[0]);
    if (client != null) {
      new HeadStart(client).start();
    }
  }

  @Override
  public void run() {
    try {
      Class.forName("io.deploycast.schema.EventJson");
      Class.forName(client.config);
      // The client registers its metrics there; making it takes longer than any class.
      MBeanServer unused = ManagementFactory.getPlatformMBeanServer();
      for (String name : client.classes) {
        Class.forName(name);
      }
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      // See above.
    }
  }
}
