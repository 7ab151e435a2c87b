package io.deploycast.app.admin.api;

import io.deploycast.app.admin.board.DeadLetterValues;
import io.deploycast.app.admin.board.FilledBoard;
import io.deploycast.app.config.AdminConfig;
import io.deploycast.app.config.ConnectionConfig;
import io.deploycast.app.config.ReloadResult;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.StartFrom;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.app.delivery.RetryStage;
import io.deploycast.app.delivery.TargetState;
import io.deploycast.app.metrics.TargetActivity;
import io.deploycast.app.metrics.TargetView;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.RedrivePlan;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;

/** An admin server on a free port, with two targets, a board to fill and orders to look at. */
final class AdminCase implements AutoCloseable {
  static final String READ = "read-read-read-read-read-read";
  static final String WRITE = "write-write-write-write-write";
  static final AdminConfig OPEN =
      new AdminConfig(
          true, "127.0.0.1", 0, Set.of("ops.example.com"), null, null, new AdminConfig.Tls.None());
  static final AdminConfig GUARDED =
      new AdminConfig(
          true,
          "127.0.0.1",
          0,
          Set.of("ops.example.com"),
          new Secret(READ),
          new Secret(WRITE),
          new AdminConfig.Tls.None());

  final FilledBoard filled = new FilledBoard();
  final List<String> orders = new ArrayList<>();
  final TargetActivity activity = new TargetActivity(InstantSource.fixed(FilledBoard.NOON));
  boolean brokersAway;
  private final AdminServer server;

  AdminCase(AdminConfig config) {
    List<ServedTarget> targets =
        List.of(target("one", TargetState.RUNNING), target("two", TargetState.DOWN));
    activity.attempted(new Outcome.Retriable("answered 503", 503), Duration.ofMillis(40));
    server =
        new AdminServer(
            config,
            new Served(
                () -> targets,
                filled.board,
                new DeadLetterValues("none", Map.of("bootstrap.servers", "127.0.0.1:1")),
                new Orders(),
                new Letters(),
                () -> new ReloadResult.Rejected(List.of("targets[0].url must be a URL")),
                "test",
                "1.0",
                InstantSource.fixed(FilledBoard.NOON)));
  }

  int port() {
    return server.port();
  }

  /** A request whose {@code Host} is right, and whose other headers are these. */
  RawAnswer send(String method, String path, String body, String... headers) {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    text.append("Host: 127.0.0.1:").append(port()).append("\r\nConnection: close\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return sendRaw(text + "\r\n" + body);
  }

  RawAnswer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  RawAnswer post(String path, String body, String... headers) {
    String[] all = new String[headers.length + 1];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type: application/json";
    return send("POST", path, body, all);
  }

  RawAnswer sendRaw(String request) {
    return RawAnswer.to(port(), request);
  }

  /** The header by which the dashboard of an open server proves where it comes from. */
  String ownOrigin() {
    return "Origin: http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.close();
  }

  private ServedTarget target(String name, TargetState state) {
    TargetConfig config =
        new TargetConfig(
            new TargetName(name),
            "webhook",
            Duration.ofSeconds(5),
            64,
            null,
            Ordering.KEY,
            new RetryPolicy(List.of(new RetryStage(Duration.ofMinutes(1), 3))),
            StartFrom.DEFAULT,
            null,
            true,
            ConnectionConfig.DEFAULT,
            null,
            Map.of("secret", new Secret("CANARY-secret-of-a-target")));
    TargetView view =
        new TargetView(
            Optional.of(state),
            3,
            0,
            2,
            1,
            64,
            7,
            Duration.ofSeconds(90),
            Duration.ofSeconds(95),
            Duration.ofMillis(1_500));
    return new ServedTarget(config, () -> view, activity, Optional::empty);
  }

  private final class Orders implements TargetControl {
    @Override
    public void pause(TargetName target, boolean paused) {
      give((paused ? "pause " : "resume ") + target);
    }

    @Override
    public void probe(TargetName target, Instant at) {
      give("probe " + target);
    }
  }

  private final class Letters implements DeadLetterActions {
    @Override
    public RedriveReport redrive(TargetName target, DeadLetterFilter filter, boolean dryRun) {
      return report("redrive " + target, filter, dryRun);
    }

    @Override
    public RedriveReport discard(
        TargetName target, DeadLetterFilter filter, String because, boolean dryRun) {
      return report("discard %s because %s".formatted(target, because), filter, dryRun);
    }

    private RedriveReport report(String order, DeadLetterFilter filter, boolean dryRun) {
      if (!dryRun) {
        give(order + " " + (filter.key() == null ? filter.reason() : filter.key()));
      }
      return new RedriveReport(
          new RedrivePlan(List.of(), 1, 2, 3, 4), 0, RedriveReport.Ending.COMPLETE);
    }
  }

  private void give(String order) {
    if (brokersAway) {
      throw new TimeoutException("no broker answers");
    }
    orders.add(order);
  }
}
