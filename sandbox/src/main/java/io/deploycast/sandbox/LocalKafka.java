package io.deploycast.sandbox;

import io.deploycast.sandbox.net.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;

/**
 * A real one-node Kafka on loopback, its data under a folder given. Runs inside this JVM, which
 * starts fastest, or as a process of its own, which can be killed. Stopped and started again it has
 * the same data and the same address.
 *
 * <p>Used by tests and by the demo. Thread-safe: one call at a time changes the broker's life.
 */
public final class LocalKafka implements AutoCloseable {
  /** A start takes 3 to 4 s on an idle machine, up to 15 s after kill -9, more on a busy one. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final BrokerRun broker;
  private final BrokerPorts ports;
  private final LocalKafkaOptions options;

  private LocalKafka(BrokerRun broker, BrokerPorts ports, LocalKafkaOptions options) {
    this.broker = broker;
    this.ports = ports;
    this.options = options;
  }

  /** Like {@link #inProcess(Path, LocalKafkaOptions)}, open to everybody, on a free port. */
  public static LocalKafka inProcess(Path dataFolder) {
    return inProcess(dataFolder, LocalKafkaOptions.defaults());
  }

  /**
   * Starts a broker inside this JVM; returns when it is ready. From then on Kafka's code cannot end
   * this JVM, whatever fault it finds.
   */
  public static LocalKafka inProcess(Path dataFolder, LocalKafkaOptions options) {
    BrokerPorts ports = BrokerPorts.choose(options.port(), RandomGenerator.getDefault());
    Path folder = dataFolder.toAbsolutePath();
    Properties properties = BrokerProperties.of(folder, ports, options);
    return new LocalKafka(new InProcessBroker(folder, properties), ports, options).started();
  }

  /** Like {@link #asProcess(Path, LocalKafkaOptions)}, open to everybody, on a free port. */
  public static LocalKafka asProcess(Path dataFolder) {
    return asProcess(dataFolder, LocalKafkaOptions.defaults());
  }

  /**
   * Starts a broker as a process with the class path of this JVM; returns when it is ready. The
   * process ends when this JVM does, however that ends.
   */
  public static LocalKafka asProcess(Path dataFolder, LocalKafkaOptions options) {
    BrokerPorts ports = BrokerPorts.choose(options.port(), RandomGenerator.getDefault());
    Path folder = dataFolder.toAbsolutePath();
    Properties properties = BrokerProperties.of(folder, ports, options);
    return new LocalKafka(
            new ProcessBroker(folder, ports, properties, options.shortLived()), ports, options)
        .started();
  }

  /**
   * Starts the broker again on the same data and address. Does not wait: see {@link #awaitReady}.
   *
   * @throws IllegalStateException when it runs already
   */
  public synchronized void start() {
    if (broker.running()) {
      throw new IllegalStateException(
          "the broker on %s runs already; stop it first".formatted(bootstrapServers()));
    }
    try {
      broker.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops cleanly (a process: SIGTERM) and waits for it; does nothing when not running. */
  public synchronized void stop() {
    broker.stop();
  }

  /**
   * Kills the broker's process with SIGKILL and waits until it is gone.
   *
   * @throws UnsupportedOperationException when it runs inside this JVM
   */
  public synchronized void kill() {
    broker.kill();
  }

  /** Whether the broker was started and has not ended, be it ready or not. */
  public synchronized boolean running() {
    return broker.running();
  }

  /**
   * The process id, for other signals.
   *
   * @throws UnsupportedOperationException when it runs inside this JVM
   */
  public synchronized long pid() {
    return broker.pid();
  }

  /**
   * Returns when the broker answers and is not fenced: right after a kill it listens, but the
   * controller still waits for the dead one's session to end.
   *
   * @throws IllegalStateException when that was not so within the limit, or the process has ended
   */
  public void awaitReady(Duration limit) {
    new BrokerReadiness(adminProperties(), this::running)
        .await(limit, () -> "the broker on " + bootstrapServers(), broker::diagnosis);
  }

  public String bootstrapServers() {
    return Loopback.HOST + ":" + ports.client();
  }

  /** Client properties with every right: of the super user when there are users. */
  public Map<String, Object> adminProperties() {
    return options.secured() ? clientProperties(LocalKafkaOptions.ADMIN) : openProperties();
  }

  /** Client properties of one of the users in the options. */
  public Map<String, Object> clientProperties(String user) {
    String password = options.users().get(user);
    if (password == null) {
      throw new IllegalArgumentException(
          "user '%s' must be one of %s".formatted(user, options.users().keySet()));
    }
    return clientProperties(user, password);
  }

  /** Client properties with any name and password, also wrong ones. */
  public Map<String, Object> clientProperties(String user, String password) {
    Map<String, Object> properties = openProperties();
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put("sasl.jaas.config", BrokerProperties.clientLogin(user, password));
    return properties;
  }

  /** Stops the broker; its data stays. */
  @Override
  public void close() {
    stop();
  }

  private LocalKafka started() {
    start();
    try {
      awaitReady(START_LIMIT);
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
    return this;
  }

  private Map<String, Object> openProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrapServers());
    return properties;
  }
}
