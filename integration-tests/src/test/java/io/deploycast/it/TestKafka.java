package io.deploycast.it;

import io.deploycast.sandbox.LocalKafka;
import io.deploycast.sandbox.LocalKafkaOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The broker that tests share which do not harm it: a Testcontainers Kafka when a Docker engine
 * answers, else a {@link LocalKafka} in this JVM. Started once, at first use.
 */
final class TestKafka {
  private static final Logger LOG = LoggerFactory.getLogger(TestKafka.class);

  /** The image of the broker version that all modules use. */
  private static final String IMAGE = "apache/kafka:4.3.1";

  private static final AtomicInteger NEXT = new AtomicInteger();

  private static final class Shared {
    static final String BOOTSTRAP = start();

    private static String start() {
      if (DockerClientFactory.instance().isDockerAvailable()) {
        KafkaContainer container =
            new KafkaContainer(IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        container.start();
        LOG.atWarn()
            .log("tests run on a Testcontainers Kafka, {}", container.getBootstrapServers());
        return container.getBootstrapServers();
      }
      TempFolder folder = TempFolder.of("kafka");
      LocalKafka local = LocalKafka.inProcess(folder.path());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(local, folder)));
      LOG.atWarn()
          .log("no Docker engine answers: tests run on LocalKafka, {}", local.bootstrapServers());
      return local.bootstrapServers();
    }

    private static void close(LocalKafka local, TempFolder folder) {
      try (folder) {
        local.close();
      }
    }
  }

  private TestKafka() {}

  static String bootstrapServers() {
    return Shared.BOOTSTRAP;
  }

  /** A broker of the caller's own, to stop and to kill; always a local one. */
  static LocalKafka ownProcess(Path folder) {
    return LocalKafka.asProcess(folder, LocalKafkaOptions.defaults().withShortLife());
  }

  static Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrapServers());
    return properties;
  }

  /** A name that no other test of this run has, for its topics and groups. */
  static String uniqueName(String what) {
    return what + "-" + NEXT.incrementAndGet() + "-" + ProcessHandle.current().pid();
  }
}
