package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The promises of an undisturbed service, on a real broker with real HTTP servers. */
class DeliveryIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final List<String> TARGETS = List.of("one", "two", "three");

  private static Installation installation;
  private static AppProcess app;

  @BeforeAll
  static void start() {
    installation = Installation.onSharedBroker("delivery");
    TARGETS.forEach(name -> installation.target(name, SimulatedTarget.start(Behaviour.ok())));
    app =
        AppProcess.startReady(
            installation.yaml(
                "timeout: 2s, retry: [ { delay: 1s, attempts: 1 }, { delay: 2s, attempts: 1 } ]"));
  }

  @AfterAll
  static void stop() {
    app.close();
    installation.close();
  }

  @AfterEach
  void behaveAgain() {
    TARGETS.forEach(name -> target(name).behave(Behaviour.ok()));
  }

  private static SimulatedTarget target(String name) {
    return installation.target(name);
  }

  private static void publish(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      installation.publish(event(id(prefix, i), "service-" + i % 7));
    }
    installation.flush();
  }

  private static Set<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> id(prefix, i)).collect(Collectors.toSet());
  }

  @Test
  void givesEveryTargetEveryEvent() {
    publish("all-targets", 100);

    for (String name : TARGETS) {
      await(name)
          .atMost(SOON)
          .until(() -> target(name).deliveredIds().containsAll(ids("all-targets", 100)));
      assertThat(target(name).duplicateIds()).isEmpty();
    }
    RecordedRequest request = target("one").requestsFor(id("all-targets", 0)).get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hook");
    assertThat(request.header("webhook-id")).isEqualTo(id("all-targets", 0));
    assertThat(request.body().text()).contains("\"release\":\"2016.20\"");
  }

  @Test
  void doesNotLetATargetThatIsDownDelayTheOthers() {
    target("two").behave(Behaviour.down());
    long before = System.nanoTime();
    publish("two-is-down", 50);

    for (String name : List.of("one", "three")) {
      await(name)
          .atMost(SOON)
          .until(() -> target(name).deliveredIds().containsAll(ids("two-is-down", 50)));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));

    target("two").behave(Behaviour.ok());
    await()
        .atMost(SOON)
        .until(() -> target("two").deliveredIds().containsAll(ids("two-is-down", 50)));
  }

  @Test
  void doesNotLetATargetThatHangsDelayTheOthers() {
    target("two").behave(Behaviour.hang());
    publish("two-hangs", 200);

    for (String name : List.of("one", "three")) {
      await(name)
          .atMost(Duration.ofSeconds(3))
          .until(() -> target(name).deliveredIds().containsAll(ids("two-hangs", 200)));
    }
  }

  @Test
  void triesAgainWhenDueAndNeverEarly() {
    Set<String> ids = ids("second-chance", 3);
    target("one").behave(Behaviour.answers(503, 503, 200).forEvents(ids, Behaviour.ok()));
    publish("second-chance", 20);

    AtomicInteger others = new AtomicInteger();
    await()
        .atMost(SOON)
        .until(
            () -> {
              // Others get through meanwhile, so the trouble is these events' own.
              installation.publish(event(id("meanwhile", others.getAndIncrement()), null));
              return target("one").deliveredIds().containsAll(ids);
            });
    for (String eventId : ids) {
      List<RecordedRequest> requests = target("one").requestsFor(eventId);
      assertThat(requests).extracting(RecordedRequest::status).containsExactly(503, 503, 200);
      assertThat(requests)
          .extracting(it -> it.announcedAttempt().orElse(0))
          .containsExactly(1, 2, 3);
      assertThat(gap(requests, 0)).isGreaterThanOrEqualTo(DELAY);
      assertThat(gap(requests, 1)).isGreaterThanOrEqualTo(DELAY.multipliedBy(2));
    }
    assertThat(installation.deadLetters("one"))
        .extracting(DeadLetter::eventId)
        .doesNotContainAnyElementsOf(ids);
  }

  private static Duration gap(List<RecordedRequest> requests, int from) {
    return Duration.ofNanos(
        requests.get(from + 1).arrivedNanos() - requests.get(from).arrivedNanos());
  }

  @Test
  void buriesWhatFailsAtEveryAttemptWithTheOriginalBytesAndTheFacts() {
    DeploymentEvent event = event(id("always-500", 0), "shop");
    target("one")
        .behave(Behaviour.always(Reply.status(500)).forEvents(Set.of(event.id()), Behaviour.ok()));
    installation.publish(event);
    publish("around-500", 10);

    DeadLetter dead = awaitDeadLetter("one", event.id());
    assertThat(target("one").requestsFor(event.id())).hasSize(3);
    assertThat(dead.key()).isEqualTo("one|" + event.id());
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.EXHAUSTED);
    assertThat(dead.attempts()).isEqualTo(3);
    assertThat(dead.lastStatus()).isEqualTo(500);
    assertThat(dead.valueBytes()).isEqualTo(EventJson.toBytes(event));
    assertThat(dead.firstFailure()).isBefore(dead.failedAt());
    ConsumerRecord<byte[], byte[]> source = sourceOf(event.id());
    assertThat(dead.origin().topic()).isEqualTo(source.topic());
    assertThat(dead.origin().partition()).isEqualTo(source.partition());
    assertThat(dead.origin().offset()).isEqualTo(source.offset());
    assertThat(dead.origin().timestamp().toEpochMilli()).isEqualTo(source.timestamp());
    assertThat(installation.deadLetters("two"))
        .extracting(DeadLetter::eventId)
        .doesNotContain(event.id());
    assertThat(target("one").deliveredIds()).containsAll(ids("around-500", 10));
  }

  private static ConsumerRecord<byte[], byte[]> sourceOf(String eventId) {
    return installation.read(installation.topics.deployments()).stream()
        .filter(record -> new String(record.value(), UTF_8).contains(eventId))
        .findFirst()
        .orElseThrow();
  }

  private static DeadLetter awaitDeadLetter(String target, String eventId) {
    List<DeadLetter> found = new ArrayList<>();
    await("a dead letter of " + eventId)
        .atMost(SOON)
        .until(
            () -> {
              found.clear();
              installation.deadLetters(target).stream()
                  .filter(dead -> eventId.equals(dead.eventId()))
                  .forEach(found::add);
              return !found.isEmpty();
            });
    return found.get(0);
  }

  @Test
  void buriesARejectedEventAfterOneAttempt() {
    DeploymentEvent event = event(id("rejected", 0), "shop");
    target("one")
        .behave(Behaviour.always(Reply.status(400)).forEvents(Set.of(event.id()), Behaviour.ok()));
    installation.publish(event);

    DeadLetter dead = awaitDeadLetter("one", event.id());
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.REJECTED);
    assertThat(dead.lastStatus()).isEqualTo(400);
    assertThat(target("one").requestsFor(event.id())).hasSize(1);
  }

  @Test
  void keepsFirstAttemptsOfOneServiceInOrder() {
    target("three").behave(Behaviour.latency(Duration.ofMillis(5)));
    for (int i = 0; i < 60; i++) {
      installation.publish(event(id("in-order", i), "ordered"));
    }

    await()
        .atMost(SOON)
        .until(() -> target("three").deliveredIds().containsAll(ids("in-order", 60)));
    assertThat(
            target("three").requests().stream()
                .map(RecordedRequest::eventId)
                .filter(eventId -> eventId.startsWith("in-order")))
        .isSorted();
  }
}
