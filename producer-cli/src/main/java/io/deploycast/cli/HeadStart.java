package io.deploycast.cli;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;

/**
 * Loads what publishing needs on a second core while the first still reads the command line; that
 * is half of a start. What it cannot load, the command loads or complains about itself.
 */
final class HeadStart extends Thread {
  /** Those whose initialisation takes longest, in the order they are needed. */
  private static final List<String> CLASSES =
      List.of(
          "org.apache.kafka.common.protocol.ApiKeys",
          "org.apache.kafka.clients.producer.KafkaProducer",
          "org.apache.kafka.clients.producer.internals.Sender",
          "org.apache.kafka.common.utils.AppInfoParser",
          "org.apache.kafka.common.protocol.Errors",
          "org.apache.kafka.common.requests.MetadataResponse",
          "org.apache.kafka.common.requests.ProduceRequest",
          "org.apache.kafka.common.requests.ProduceResponse");

  private HeadStart() {
    super("head-start");
    setDaemon(true);
  }

  /** Begins when the arguments are those of a command that sends something. */
  static void begin(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("publish")) {
      new HeadStart().start();
    }
  }

  @Override
  public void run() {
    try {
      Class.forName("io.deploycast.schema.EventJson");
      Class.forName("org.apache.kafka.clients.producer.ProducerConfig");
      // The client registers its metrics there; making it takes longer than any class.
      MBeanServer unused = ManagementFactory.getPlatformMBeanServer();
      for (String name : CLASSES) {
        Class.forName(name);
      }
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      // See above.
    }
  }
}
