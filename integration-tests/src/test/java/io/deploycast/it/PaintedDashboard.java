package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.deploycast.app.admin.api.AdminServer;
import io.deploycast.app.admin.api.DeadLetterActions;
import io.deploycast.app.admin.api.Served;
import io.deploycast.app.admin.api.ServedTarget;
import io.deploycast.app.admin.api.TargetControl;
import io.deploycast.app.admin.board.Board;
import io.deploycast.app.admin.board.BoardReader;
import io.deploycast.app.admin.board.DeadLetterValues;
import io.deploycast.app.config.AdminConfig;
import io.deploycast.app.config.ConnectionConfig;
import io.deploycast.app.config.ReloadResult;
import io.deploycast.app.config.StartFrom;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.app.delivery.TargetState;
import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.app.metrics.TargetActivity;
import io.deploycast.app.metrics.TargetView;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.Origin;
import io.deploycast.schema.Receipt;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.RedrivePlan;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.deadletter.RedriveReport.Ending;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The dashboard of an installation that never delivered anything: its topics hold what a test wrote
 * there, and its targets stand as a test says.
 */
final class PaintedDashboard implements AutoCloseable {
  final Installation installation = Installation.onSharedBroker("painted");
  private final Map<String, Object> kafka = TestKafka.properties();
  private final Board board = new Board(new EventReader());
  private final List<ServedTarget> targets = new ArrayList<>();
  private final BoardReader reader =
      new BoardReader(installation.topics, kafka, board, () -> false);
  private final AdminServer server;

  PaintedDashboard() {
    server =
        new AdminServer(
            new AdminConfig(
                true,
                "127.0.0.1",
                0,
                AdminConfig.DEFAULT.hosts(),
                null,
                null,
                new AdminConfig.Tls.None()),
            new Served(
                () -> List.copyOf(targets),
                board,
                new DeadLetterValues(installation.topics.deadLetters(), kafka),
                new NoControl(),
                new NoActions(),
                () -> new ReloadResult.Rejected(List.of()),
                "painted",
                "1.0",
                Installation.CLOCK));
  }

  int port() {
    return server.port();
  }

  /** A target in this state; its last minutes look as busy as the number says. */
  void target(String name, TargetState state, int busy, String error) {
    Instant now = Installation.CLOCK.instant();
    Instant[] at = {now};
    TargetActivity activity = new TargetActivity(() -> at[0]);
    for (int slot = 59; slot >= 0; slot--) {
      at[0] = now.minus(TargetActivity.SLOT.multipliedBy(slot));
      int calls = busy == 0 ? 0 : (int) (busy * (1.2 + Math.sin(slot / 4.0 + busy)));
      for (int i = 0; i < calls; i++) {
        activity.attempted(new Outcome.Delivered(200), Duration.ofMillis(30 + (slot * 7) % 40));
        activity.ended(end(at[0]), true);
      }
      if (!error.isEmpty() && slot < 9) {
        activity.attempted(new Outcome.Retriable(error, 503), Duration.ofMillis(12));
      }
    }
    boolean waits = state != TargetState.RUNNING;
    TargetView view =
        new TargetView(
            Optional.of(state),
            waits ? 3 : 0,
            0,
            waits ? 16 : 0,
            waits ? 0 : 2,
            64,
            waits ? 41 : 0,
            Duration.ofSeconds(waits ? 754 : 0),
            Duration.ofSeconds(waits ? 754 : 0),
            Duration.ofSeconds(waits ? 12 : 0));
    targets.add(new ServedTarget(config(name), () -> view, activity, Optional::empty));
  }

  void receipt(String id, String target, Receipt.Outcome outcome, String reason) {
    Receipt receipt =
        new Receipt(id, target, outcome, reason, 1, 200, Installation.CLOCK.instant(), origin());
    installation.send(
        new ProducerRecord<>(
            installation.topics.receipts(),
            Receipt.partition(id, Installation.PARTITIONS),
            receipt.key().getBytes(UTF_8),
            receipt.toJson().toString().getBytes(UTF_8)));
  }

  void deadLetter(String target, DeploymentEvent event, DeadLetterReason reason, String error) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            installation.topics.deadLetters(),
            DeadLetter.keyOf(target, event.id()).getBytes(UTF_8),
            EventJson.toBytes(event));
    ControlHeaders.replace(record.headers(), ControlHeaders.ORIGIN, origin().toString());
    ControlHeaders.replace(record.headers(), ControlHeaders.REASON, reason.name());
    ControlHeaders.replace(record.headers(), ControlHeaders.LAST_ERROR, error);
    ControlHeaders.replace(record.headers(), ControlHeaders.LAST_STATUS, "422");
    ControlHeaders.replace(record.headers(), ControlHeaders.ATTEMPT, "4");
    ControlHeaders.replace(
        record.headers(),
        ControlHeaders.FIRST_FAILURE,
        Installation.CLOCK.instant().minus(Duration.ofMinutes(8)).toString());
    installation.send(record);
  }

  /** Begins to read the topics, and waits until all of it is known. */
  void read(int deployments, int deadLetters) {
    installation.flush();
    reader.start();
    await("the board to be complete")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                board.problem().isEmpty()
                    && board.deployments().size() == deployments
                    && board.deadLetters().counts().values().stream().mapToInt(i -> i).sum()
                        == deadLetters);
  }

  @Override
  public void close() {
    server.close();
    reader.close();
    installation.close();
  }

  private Origin origin() {
    return new Origin(
        installation.topics.deployments(),
        0,
        1,
        Installation.CLOCK.instant().minus(Duration.ofMinutes(9)));
  }

  private DeliveryEnd end(Instant at) {
    return new DeliveryEnd(
        "event-0123456789", Receipt.Outcome.DELIVERED, null, 1, 200, 0, origin(), at);
  }

  private static TargetConfig config(String name) {
    return new TargetConfig(
        new TargetName(name),
        name.contains("-") ? name.substring(0, name.indexOf('-')) : name,
        Duration.ofSeconds(5),
        64,
        null,
        Ordering.KEY,
        new RetryPolicy(List.of()),
        new StartFrom.Earliest(),
        null,
        true,
        ConnectionConfig.DEFAULT,
        null,
        Map.of());
  }

  /** Takes every order and does nothing. */
  private static final class NoControl implements TargetControl {
    @Override
    public void pause(TargetName target, boolean paused) {}

    @Override
    public void probe(TargetName target, Instant at) {}
  }

  /** The same for dead letters. */
  private static final class NoActions implements DeadLetterActions {
    private static final RedriveReport NOTHING =
        new RedriveReport(new RedrivePlan(List.of(), 0, 0, 0, 0), 0, Ending.COMPLETE);

    @Override
    public RedriveReport redrive(TargetName target, DeadLetterFilter filter, boolean dryRun) {
      return NOTHING;
    }

    @Override
    public RedriveReport discard(
        TargetName target, DeadLetterFilter filter, String because, boolean dryRun) {
      return NOTHING;
    }
  }
}
