package io.deploycast.sandbox;

import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka does when it finds a fault it cannot live with. The broker ends its process then; in a
 * JVM that is not its own that would end the tests, so there it becomes an error on Kafka's thread.
 */
final class KafkaExit {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaExit.class);

  private KafkaExit() {}

  /**
   * From now on Kafka cannot end this JVM. The switch is Kafka's and holds for the whole JVM, so it
   * is never turned back: a broker that is closing may still want to exit.
   */
  static void neverEndsThisJvm() {
    Exit.setExitProcedure(KafkaExit::refuse);
    Exit.setHaltProcedure(KafkaExit::refuse);
  }

  private static void refuse(int code, String message) {
    LOG.atError()
        .addKeyValue("error", message)
        .log("Kafka asked to end the JVM with code {}", code);
    throw new IllegalStateException(
        "Kafka asked to end the JVM with code %d: %s".formatted(code, message));
  }
}
