package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Origin;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand dead letters of every kind are what the document's table says. */
class DeadLetterIT {
  private static final int COUNT = 1_000;
  private static final Set<String> ALWAYS =
      Set.of(
          ControlHeaders.REASON,
          ControlHeaders.LAST_ERROR,
          ControlHeaders.ATTEMPT,
          ControlHeaders.ORIGIN,
          ControlHeaders.KEY,
          ControlHeaders.VALUE);

  private static final byte[] WRONG_TYPE =
      "{\"id\":\"event-0123456789\",\"release\":1,\"deployedAt\":\"2012-07-08T11:14:15Z\"}"
          .getBytes(UTF_8);

  private final Installation installation = Installation.onSharedBroker("dead");

  @AfterEach
  void close() {
    installation.close();
  }

  /** What is published under a number, and what is to become of it. */
  private record Case(byte[] value, DeadLetterReason reason, Set<String> more) {}

  private static Case caseOf(int number) {
    Set<String> attempted = Set.of(ControlHeaders.FIRST_FAILURE, ControlHeaders.LAST_STATUS);
    int kind = number % 20;
    if (kind <= 6) {
      // Few of those that fail for good: many in a row would look like the target's own trouble.
      DeadLetterReason reason = kind == 0 ? DeadLetterReason.EXHAUSTED : DeadLetterReason.REJECTED;
      String prefix = kind == 0 ? "failing" : "rejected";
      return new Case(EventJson.toBytes(event(id(prefix, number), "s")), reason, attempted);
    }
    Set<String> unreadable = Set.of(ControlHeaders.POINTER);
    if (kind <= 11) {
      return new Case("{".getBytes(UTF_8), DeadLetterReason.INVALID_JSON, unreadable);
    }
    return kind <= 16
        ? new Case(WRONG_TYPE, DeadLetterReason.SCHEMA_INVALID, unreadable)
        : new Case(null, DeadLetterReason.NULL_VALUE, unreadable);
  }

  @Test
  void haveTheKeyValueAndHeadersOfTheirKind() throws Exception {
    installation.target(
        "one",
        SimulatedTarget.start(
            Behaviour.chosenBy(arrival -> Reply.status(statusFor(arrival.eventId())))));
    Header own = new RecordHeader("mine", "kept".getBytes(UTF_8));
    for (int i = 0; i < COUNT; i++) {
      installation.publishRaw(i % 3, "key".getBytes(UTF_8), caseOf(i).value(), own);
    }
    String yaml =
        installation.yaml("timeout: 2s, ordering: none, retry: [ { delay: 1s, attempts: 1 } ]");
    // Events that succeed in between, so that the failures are the events' own.
    try (AppProcess app = AppProcess.startReady(yaml);
        Load load = Load.start(installation, 9_000, 100)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> installation.read(installation.topics.deadLetters()).size() >= COUNT);
      assertThat(app.isAlive()).isTrue();
      assertThat(load.published()).isPositive();
    }
    Set<String> keys = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record :
        installation.read(installation.topics.deadLetters())) {
      DeadLetter dead = DeadLetter.read(record).orElseThrow();
      Origin origin = dead.origin();
      Case expected = caseOf((int) origin.offset() * 3 + origin.partition());
      keys.add(dead.key());
      expectAsTheTableSays(record, dead, expected);
    }
    assertThat(keys).hasSize(COUNT);
  }

  private static int statusFor(String eventId) {
    if (eventId.startsWith("rejected")) {
      return 422;
    }
    return eventId.startsWith("failing") ? 500 : 200;
  }

  private static void expectAsTheTableSays(
      ConsumerRecord<byte[], byte[]> record, DeadLetter dead, Case expected) {
    assertThat(dead.reason()).isEqualTo(expected.reason());
    assertThat(record.value()).isEqualTo(expected.value() == null ? new byte[0] : expected.value());
    assertThat(dead.value().headerText()).isEqualTo(expected.value() == null ? "null" : "original");
    assertThat(dead.key())
        .isEqualTo(
            dead.eventId() == null
                ? DeadLetter.keyOf("one", dead.origin())
                : DeadLetter.keyOf("one", dead.eventId()));
    Set<String> names = new HashSet<>(ALWAYS);
    names.addAll(expected.more());
    names.add("mine");
    assertThat(Arrays.stream(record.headers().toArray()).map(Header::key))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(dead.attempts())
        .isEqualTo(
            switch (expected.reason()) {
              case REJECTED -> 1;
              case EXHAUSTED -> 2;
              default -> 0;
            });
  }
}
