package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever stands on the topic, it ends as a dead letter that says why, or is delivered; and the
 * good record behind it, in the same partition, is delivered soon.
 */
class BadInputIT {
  private static final Duration BEHIND = Duration.ofSeconds(5);
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** Small, so that records of a usual size do not fit. */
  private static final int RETRY_TOPIC_BYTES = 4_000;

  private static Installation installation;
  private static AppProcess app;

  @BeforeAll
  static void start() throws Exception {
    installation = Installation.onSharedBroker("bad-input");
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
    app =
        AppProcess.startReady(
            installation.yaml("timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]"));
    app.terminate(Duration.ofSeconds(20));
    app.close();
    limit(installation.topics.deployments() + ".one.retry-1s");
    app =
        AppProcess.startReady(
            installation.yaml("timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]"));
  }

  private static void limit(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    ConfigEntry entry = new ConfigEntry("max.message.bytes", "" + RETRY_TOPIC_BYTES);
    installation
        .admin()
        .incrementalAlterConfigs(
            Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  @AfterAll
  static void stop() {
    app.close();
    installation.close();
  }

  private static SimulatedTarget target() {
    return installation.target("one");
  }

  private static String next(String prefix) {
    return id(prefix, NEXT.incrementAndGet());
  }

  private static void expectTheRecordBehindToArrive() throws Exception {
    String behind = next("behind");
    installation.publishRaw(0, null, EventJson.toBytes(event(behind, null)));
    await("the good record behind")
        .atMost(BEHIND)
        .until(() -> target().deliveredIds().contains(behind));
  }

  private static DeadLetter lastDeadLetter() {
    long last =
        installation.deadLetters("one").stream()
            .mapToLong(dead -> dead.origin().offset())
            .max()
            .orElseThrow();
    return installation.deadLetters("one").stream()
        .filter(dead -> dead.origin().offset() == last)
        .findFirst()
        .orElseThrow();
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("empty", bytes(""), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of("one byte", bytes("x"), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of(
            "framed", new byte[] {0, 0, 0, 0, 9, '{', '}'}, DeadLetterReason.SCHEMA_UNKNOWN, ""),
        Arguments.of("magic 1", new byte[] {1, 2, 3}, DeadLetterReason.SCHEMA_UNKNOWN, ""),
        Arguments.of("truncated", bytes("{\"id\":\"abc"), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of("UTF-16", "{}".getBytes(UTF_16), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of("byte order mark", bytes("\uFEFF{}"), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of(
            "duplicate key", bytes("{\"a\":1,\"a\":2}"), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of("trailing tokens", bytes("{} {}"), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of("deep", bytes("[".repeat(100_000)), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of("no object", bytes("[]"), DeadLetterReason.INVALID_JSON, ""),
        Arguments.of("missing release", json("", ""), DeadLetterReason.SCHEMA_INVALID, "/release"),
        Arguments.of(
            "wrong type", json("\"release\":7,", ""), DeadLetterReason.SCHEMA_INVALID, "/release"),
        Arguments.of(
            "unknown status",
            json("\"release\":\"1\",", ",\"status\":\"done\""),
            DeadLetterReason.SCHEMA_INVALID,
            "/status"));
  }

  private static byte[] json(String release, String more) {
    return bytes(
        "{\"id\":\"%s\",%s\"deployedAt\":\"2012-07-08T11:14:15Z\"%s}"
            .formatted("event-0123456789", release, more));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void buriesWhatCannotBeReadAndGoesOn(
      String name, byte[] value, DeadLetterReason reason, String pointer) throws Exception {
    long requests = target().statistics().requests();
    installation.publishRaw(0, bytes("key"), value);
    expectTheRecordBehindToArrive();

    DeadLetter dead = lastDeadLetter();
    assertThat(dead.reason()).isEqualTo(reason);
    assertThat(dead.valueBytes()).isEqualTo(value);
    assertThat(dead.attempts()).isZero();
    assertThat(Optional.ofNullable(dead.pointer()).orElse("")).isEqualTo(pointer);
    assertThat(target().statistics().requests()).isEqualTo(requests + 1);
  }

  @Test
  void neverWritesANullValueAsDeadLetter() throws Exception {
    installation.publishRaw(0, bytes("key"), null);
    expectTheRecordBehindToArrive();

    DeadLetter dead = lastDeadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.NULL_VALUE);
    assertThat(dead.value()).isEqualTo(DeadLetter.ValueState.NULL);
    assertThat(installation.read(installation.topics.deadLetters()))
        .allSatisfy(record -> assertThat(record.value()).isNotNull());
  }

  @Test
  void deliversWithoutKeyOrWithAnOddOne() throws Exception {
    String keyless = next("keyless");
    String odd = next("odd-key");
    installation.publishRaw(0, null, EventJson.toBytes(event(keyless, null)));
    installation.publishRaw(0, new byte[10_000], EventJson.toBytes(event(odd, null)));

    await().atMost(BEHIND).until(() -> target().deliveredIds().containsAll(Set.of(keyless, odd)));
  }

  @Test
  void keepsAndDeliversAnUnknownField() throws Exception {
    String id = next("unknown-field");
    installation.publishRaw(
        0,
        null,
        bytes(
            "{\"id\":\"%s\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\",\"new\":{\"a\":[1]}}"
                .formatted(id)));

    await().atMost(BEHIND).until(() -> target().deliveredIds().contains(id));
    assertThat(target().requestsFor(id).get(0).body().text()).contains("\"new\":{\"a\":[1]}");
  }

  @Test
  void ignoresForgedControlHeaders() throws Exception {
    String id = next("forged");
    Header attempt = new RecordHeader(ControlHeaders.ATTEMPT, bytes("999"));
    Header notBefore = new RecordHeader(ControlHeaders.NOT_BEFORE, bytes("2099-01-01T00:00:00Z"));
    installation.publishRaw(0, null, EventJson.toBytes(event(id, null)), attempt, notBefore);

    await().atMost(BEHIND).until(() -> target().deliveredIds().contains(id));
    assertThat(target().requestsFor(id).get(0).announcedAttempt()).hasValue(1);
  }

  @Test
  void survivesARecordThatDoesNotFitTheRetryTopic() throws Exception {
    String id = next("too-large");
    DeploymentEvent large =
        DeploymentEvent.builder(id, "1", Instant.parse("2012-07-08T11:14:15Z"))
            .description("x".repeat(RETRY_TOPIC_BYTES))
            .build();
    target().behave(Behaviour.answers(503).forEvents(Set.of(id), Behaviour.ok()));
    installation.publishRaw(0, null, EventJson.toBytes(large));
    expectTheRecordBehindToArrive();

    await()
        .atMost(BEHIND)
        .until(
            () ->
                installation.deadLetters("one").stream()
                    .anyMatch(dead -> id.equals(dead.eventId())));
    DeadLetter dead =
        installation.deadLetters("one").stream()
            .filter(it -> id.equals(it.eventId()))
            .findFirst()
            .orElseThrow();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
    assertThat(dead.valueBytes()).isEqualTo(EventJson.toBytes(large));
    assertThat(app.health().statusCode()).isEqualTo(200);
    assertThat(app.log()).doesNotContain("RecordTooLarge");
    TopicPartition partition = new TopicPartition(installation.topics.deployments(), 0);
    await()
        .atMost(BEHIND)
        .until(() -> installation.committed("one").get(partition) > dead.origin().offset());
  }
}
