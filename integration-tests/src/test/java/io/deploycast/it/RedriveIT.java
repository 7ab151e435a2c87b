package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Disruption;
import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead letters put back, and given up, with the real command line. */
class RedriveIT {
  private static final Logger LOG = LoggerFactory.getLogger(RedriveIT.class);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]";

  /** How long before a kill a delivery may have ended and yet be repeated: interval and attempt. */
  private static final Duration EXPLAINED = Duration.ofSeconds(1 + 2);

  private final Installation installation = Installation.onSharedBroker("redrive");
  private final SimulatedTarget strict = SimulatedTarget.start(Behaviour.answers(422));
  private final List<AppProcess> apps = new ArrayList<>();

  @AfterEach
  void close() {
    apps.forEach(AppProcess::close);
    installation.close();
  }

  private AppProcess startApp() {
    AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS));
    apps.add(app);
    return app;
  }

  private CliProcess dlq(String... arguments) {
    List<String> line = new ArrayList<>(List.of("dlq"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--topic", installation.topics.deployments()));
    line.addAll(List.of("--application-prefix", installation.topics.deployments()));
    line.addAll(
        List.of("--bootstrap-servers", TestKafka.properties().get("bootstrap.servers").toString()));
    return CliProcess.start(Map.of(), line.toArray(String[]::new));
  }

  private void awaitDelivered(int count) {
    await("%d to be delivered".formatted(count))
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> strict.deliveredIds().size() >= count);
  }

  @Test
  void emptiesTheDeadLettersThoughItIsKilledAndAskedTwice() {
    redriveKilledAndAskedTwice(100, "20/s");
  }

  @Test
  @Tag("nightly")
  void emptiesAThousandDeadLettersThoughItIsKilledAndAskedTwice() {
    redriveKilledAndAskedTwice(1_000, "100/s");
  }

  private void redriveKilledAndAskedTwice(int count, String rate) {
    installation.target("strict", strict);
    AppProcess app = startApp();
    installation.publish("dead", count, 5);
    await().atMost(SOON).until(() -> installation.deadLetters("strict").size() == count);
    strict.behave(Behaviour.latency(Duration.ofMillis(50)));

    CliProcess killed = dlq("redrive", "--target", "strict", "--rate", rate);
    awaitDelivered(count / 4);
    killed.process().destroyForcibly();
    killed.await();
    CliProcess one = dlq("redrive", "--target", "strict", "--rate", rate);
    CliProcess two = dlq("redrive", "--target", "strict", "--rate", rate);
    awaitDelivered(count / 2);
    app.kill();
    Disruption kill = Disruption.now(EXPLAINED);
    startApp();
    List<CliProcess.Result> results = List.of(one.await(), two.await());
    results.forEach(result -> LOG.atWarn().log("{} {}", result.exitCode(), result.out()));

    assertThat(results).extracting(CliProcess.Result::exitCode).isSubsetOf(0, 8).contains(0);
    awaitDelivered(count);
    await().atMost(SOON).until(() -> installation.deadLetters("strict").isEmpty());
    installation
        .verdict("strict", List.of(kill))
        .expect(Guarantee.NOTHING_MISSING, Guarantee.NOTHING_UNEXPLAINED);
    expectTombstonesOnlyAfterSuccess(count);
  }

  private void expectTombstonesOnlyAfterSuccess(int count) {
    int tombstones = 0;
    for (ConsumerRecord<byte[], byte[]> record :
        installation.read(installation.topics.deadLetters())) {
      if (record.value() == null) {
        tombstones++;
        String eventId = new String(record.key(), UTF_8).substring("strict|".length());
        assertThat(strict.requestsFor(eventId))
            .as("%s removed at %d", eventId, record.timestamp())
            .filteredOn(RecordedRequest::delivered)
            .anyMatch(request -> request.arrivedAt().toEpochMilli() <= record.timestamp());
      }
    }
    assertThat(tombstones).isGreaterThanOrEqualTo(count);
  }

  @Test
  void showsHostileTextHarmlesslyAndGivesUpWithAReason() throws Exception {
    installation.target("strict", strict);
    String hostile = "\\u001b[2J\\u202e\\u2028=cmd()\\r\\nx\\u009b31m";
    String id = Installation.id("hostile", 1);
    String event =
        """
        {"id":"%s","release":"%s","deployedAt":"2012-07-08T11:14:15Z","service":"%s"}"""
            .formatted(id, hostile, hostile);
    installation.publishRaw(0, "shop".getBytes(UTF_8), event.getBytes(UTF_8));
    installation.publishRaw(0, null, "{\u001b[2J\u202e".getBytes(UTF_8));
    startApp();
    await().atMost(SOON).until(() -> installation.deadLetters("strict").size() == 2);

    String list = succeed(dlq("list"));
    assertThat(list).contains("REJECTED", "INVALID_JSON", "422", "none", "2 dead letters");
    String shown = succeed(dlq("show"));
    assertThat(shown).contains("strict|" + id, "\\u001B[2J\\u202E", "\\u009B31m");
    String json = succeed(dlq("show", "--output", "json"));
    assertThat(json).contains("\"eventId\":\"" + id + "\"");
    for (String output : List.of(list, shown, json)) {
      assertThat(output).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");
    }

    assertThat(succeed(dlq("discard", "strict|" + id, "--because", "OPS-7", "--dry-run")))
        .startsWith("would discard 1 of 1");
    assertThat(succeed(dlq("discard", "--target", "strict", "--because", "OPS-7")))
        .startsWith("discarded 2 of 2");

    assertThat(installation.deadLetters("strict")).isEmpty();
    List<Receipt> receipts =
        installation.read(installation.topics.receipts()).stream()
            .map(record -> Receipt.read(record.value()).orElseThrow())
            .filter(receipt -> receipt.outcome() == Receipt.Outcome.DISCARDED)
            .toList();
    assertThat(receipts).extracting(Receipt::eventId).containsExactly(id);
    assertThat(receipts).extracting(Receipt::reason).containsExactly("OPS-7");
  }

  private static String succeed(CliProcess process) {
    CliProcess.Result result = process.await();
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out();
  }
}
