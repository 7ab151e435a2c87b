package io.deploycast.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SimulatedTargetTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @Test
  void recordsWhatItSaw() throws Exception {
    SimulatedTargetOptions options = new SimulatedTargetOptions(0, 10, InstantSource.fixed(NOON));
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.ok(), options)) {
      long before = System.nanoTime();
      HttpRequest request =
          Client.request(target.uri("/hooks?a=b"), "event-1")
              .header("Deploycast-Attempt", "4")
              .build();
      assertThat(Client.send(request).statusCode()).isEqualTo(200);

      RecordedRequest seen = target.requests().get(0);
      assertThat(seen.number()).isEqualTo(1);
      assertThat(seen.eventId()).isEqualTo("event-1");
      assertThat(seen.attempt()).isEqualTo(1);
      assertThat(seen.announcedAttempt()).hasValue(4);
      assertThat(seen.method()).isEqualTo("POST");
      assertThat(seen.path()).isEqualTo("/hooks?a=b");
      assertThat(seen.header("Webhook-Id")).isEqualTo("event-1");
      assertThat(seen.header("absent")).isNull();
      assertThat(seen.body().text()).isEqualTo("{\"id\":\"in-the-body\"}");
      assertThat(seen.bodySha256())
          .isEqualTo("998215ef3a8285cb8b217f5ee2dd9f29fb72c2e307392a353e78b1235a51efe5");
      assertThat(seen.arrivedNanos()).isBetween(before, System.nanoTime());
      assertThat(seen.arrivedAt()).isEqualTo(NOON);
      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.delivered()).isTrue();
    }
  }

  @Test
  void takesTheEventIdFromTheBodyWhenNoHeaderHasIt() throws Exception {
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.ok())) {
      for (String body :
          List.of(
              "{\"nested\":{\"id\":\"no\"},\"list\":[1],\"id\":\"yes\"}",
              "{\"id\":7}",
              "not json",
              "")) {
        Client.send(
            HttpRequest.newBuilder(target.uri()).POST(BodyPublishers.ofString(body)).build());
      }
      assertThat(target.requests())
          .extracting(RecordedRequest::eventId)
          .containsExactly("yes", "", "", "");
    }
  }

  @Test
  void countsDeliveriesDuplicatesAndRetries() throws Exception {
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.answers(503, 200))) {
      for (String id : List.of("once", "once", "twice", "twice", "twice", "never")) {
        Client.post(target.uri(), id);
      }
      assertThat(target.deliveredIds()).containsExactly("once", "twice");
      assertThat(target.duplicateIds()).containsExactly("twice");
      assertThat(target.requestsFor("once"))
          .extracting(RecordedRequest::attempt, RecordedRequest::status)
          .containsExactly(tuple(1, 503), tuple(2, 200));
      TargetStatistics statistics = target.statistics();
      assertThat(statistics.requests()).isEqualTo(6);
      assertThat(statistics.events()).isEqualTo(3);
      assertThat(statistics.delivered()).isEqualTo(2);
      assertThat(statistics.duplicates()).isEqualTo(1);
      assertThat(statistics.retried()).isEqualTo(2);
      assertThat(statistics.inFlight()).isZero();
      assertThat(statistics.maxConcurrent()).isEqualTo(1);
      assertThat(statistics.statuses()).containsOnly(Map.entry(200, 3L), Map.entry(503, 3L));
    }
  }

  @Test
  void knowsHowManyRequestsItHadAtOnce() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.hang())) {
      for (int i = 0; i < 20; i++) {
        sockets.add(Client.asking(target, "event-" + i));
      }
      await("all are there").until(() -> target.statistics().inFlight() == 20);
      for (Socket socket : sockets) {
        socket.close();
      }
      await("all are gone").until(() -> target.statistics().inFlight() == 0);
      assertThat(target.statistics().maxConcurrent()).isEqualTo(20);
    }
  }

  @Test
  void keepsOnlyTheLatestRequestsButCountsAll() throws Exception {
    SimulatedTargetOptions options = SimulatedTargetOptions.defaults().withKeptRequests(2);
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.ok(), options)) {
      for (String id : List.of("a", "b", "c")) {
        Client.post(target.uri(), id);
      }
      assertThat(target.requests()).extracting(RecordedRequest::eventId).containsExactly("b", "c");
      assertThat(target.statistics().requests()).isEqualTo(3);
    }
  }

  @Test
  void forgetsOnRequest() throws Exception {
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.ok())) {
      Client.post(target.uri(), "a");
      target.forget();
      assertThat(target.requests()).isEmpty();
      assertThat(target.deliveredIds()).isEmpty();
      Client.post(target.uri(), "a");
      assertThat(target.duplicateIds()).isEmpty();
    }
  }

  @Test
  void countsAnewForEachBehaviour() throws Exception {
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.answers(500, 200))) {
      assertThat(Client.post(target.uri(), "a").statusCode()).isEqualTo(500);
      target.behave(Behaviour.answers(503, 200));
      assertThat(Client.post(target.uri(), "a").statusCode()).isEqualTo(503);
      assertThat(target.requestsFor("a"))
          .extracting(RecordedRequest::attempt)
          .containsExactly(1, 2);
    }
  }

  @Test
  void keepsAConnectionForManyRequests() throws Exception {
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.ok())) {
      for (int i = 0; i < 5; i++) {
        Client.post(target.uri(), "event-" + i);
      }
      assertThat(target.statistics().connections()).isEqualTo(1);
    }
  }
}
