package io.deploycast.sandbox;

import io.deploycast.sandbox.net.Loopback;
import io.deploycast.sandbox.net.ParentProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A local Kafka as a program: runs until SIGTERM, and keeps its data for the next time. */
@Command(
    name = "local-kafka",
    description = "A real one-node Kafka on loopback, until SIGTERM.",
    mixinStandardHelpOptions = true)
public final class LocalKafkaMain implements Callable<Integer> {
  @Option(names = "--data", required = true, description = "The folder for all data.")
  private Path data = Path.of(".");

  @Option(names = "--port", description = "The port for clients; 0 chooses a free one.")
  private int port;

  @Option(names = "--properties", description = "Broker properties that go before ours.")
  private @Nullable Path properties;

  @Option(names = "--with-parent", description = "End when the process that started this ends.")
  private boolean withParent;

  private LocalKafkaMain() {}

  /** Ends with 143 after SIGTERM, 1 when the broker did not start. */
  public static void main(String[] args) {
    // Before the first logger: logback reads it once.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/deploycast/sandbox/logback-sandbox.xml");
    }
    System.exit(new CommandLine(new LocalKafkaMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (withParent) {
      ParentProcess.whenGone(() -> Runtime.getRuntime().halt(1));
    }
    BrokerPorts ports = BrokerPorts.choose(port, RandomGenerator.getDefault());
    Path folder = data.toAbsolutePath();
    Properties all = BrokerProperties.of(folder, ports, LocalKafkaOptions.defaults());
    if (properties != null) {
      try (BufferedReader reader = Files.newBufferedReader(properties)) {
        all.load(reader);
      }
    }
    BrokerServer server = BrokerServer.start(folder, all);
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop-kafka"));
    System.out.printf("kafka is ready on %s:%d%n", Loopback.HOST, ports.client());
    System.out.flush();
    new CountDownLatch(1).await();
    return 0;
  }
}
