package io.deploycast.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The broker as threads of this JVM: the fastest start, but nothing to kill. */
final class InProcessBroker implements BrokerRun {
  private final Path dataFolder;
  private final Properties properties;
  private @Nullable BrokerServer server;

  InProcessBroker(Path dataFolder, Properties properties) {
    this.dataFolder = dataFolder;
    this.properties = properties;
  }

  @Override
  public void start() throws IOException {
    KafkaExit.neverEndsThisJvm();
    server = BrokerServer.start(dataFolder, properties);
  }

  @Override
  public void stop() {
    BrokerServer running = server;
    server = null;
    if (running != null) {
      running.stop();
    }
  }

  @Override
  public void kill() {
    throw new UnsupportedOperationException(
        "a broker inside this JVM cannot be killed alone; use LocalKafka.asProcess");
  }

  @Override
  public boolean running() {
    return server != null;
  }

  @Override
  public long pid() {
    throw new UnsupportedOperationException(
        "a broker inside this JVM has no process of its own; use LocalKafka.asProcess");
  }

  @Override
  public String diagnosis() {
    return "it runs in this JVM, whose log says more";
  }
}
