package io.deploycast.app;

import io.deploycast.app.admin.api.AdminServer;
import io.deploycast.app.admin.api.Served;
import io.deploycast.app.admin.api.ServedTarget;
import io.deploycast.app.admin.api.TargetControl;
import io.deploycast.app.admin.board.Board;
import io.deploycast.app.admin.board.BoardReader;
import io.deploycast.app.admin.board.DeadLetterValues;
import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.ReloadResult;
import io.deploycast.app.topology.ControlTopic;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.deadletter.DeadLetterAccess;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The admin API, the dashboard and what feeds them, wired. */
final class AdminParts implements AutoCloseable {
  /** How long the brokers may take for what a person waits for. */
  private static final Duration BOUND = Duration.ofSeconds(5);

  /** So many attempts of all targets in five to ten seconds want the machine for themselves. */
  private static final int BUSY = 50;

  private final BoardReader reader;
  private final AdminServer server;

  /**
   * Listens at once; the board fills when it is started.
   *
   * @param targets those that this instance has now
   * @param reload has this instance read its configuration again
   * @throws io.deploycast.app.admin.HealthServer.PortTakenException when it cannot listen
   */
  AdminParts(
      AppConfig config,
      Supplier<List<ServedTarget>> targets,
      Supplier<ReloadResult> reload,
      InstantSource clock) {
    Board board = new Board(new EventReader());
    Map<String, Object> kafka = bounded(config.kafka());
    reader =
        new BoardReader(
            config.topics(),
            config.kafka(),
            board,
            () -> targets.get().stream().mapToInt(it -> it.activity().lately()).sum() >= BUSY);
    server =
        new AdminServer(
            config.admin(),
            new Served(
                targets,
                board,
                new DeadLetterValues(config.topics().deadLetters(), kafka),
                controlBy(new ControlTopic(config.topics().control(), kafka)),
                new Redrives(
                    new DeadLetterAccess(
                        config.topics(), config.applicationPrefix(), config.kafka(), BOUND),
                    clock),
                reload,
                Objects.requireNonNullElse(
                    config.instanceId(), "process " + ProcessHandle.current().pid()),
                Main.Version.number(),
                clock));
  }

  void start() {
    reader.start();
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    reader.close();
  }

  private static TargetControl controlBy(ControlTopic topic) {
    return new TargetControl() {
      @Override
      public void pause(TargetName target, boolean paused) {
        topic.pause(target, paused);
      }

      @Override
      public void probe(TargetName target, Instant at) {
        topic.probe(target, at);
      }
    };
  }

  private static Map<String, Object> bounded(Map<String, Object> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    int millis = (int) BOUND.toMillis();
    properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis);
    properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return properties;
  }
}
