package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.app.http.Caller.Timed;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TargetHttpClientTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final SimulatedTarget target = SimulatedTarget.start(Behaviour.ok());
  private final Caller caller = new Caller(4);

  @AfterEach
  void stop() {
    caller.close();
    target.close();
  }

  @Test
  void sendsTheCallAsItIs() {
    assertThat(caller.call(target.uri("/hooks/a%2Fb?x=1"), AMPLE).status()).isEqualTo(200);

    var request = target.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hooks/a%2Fb?x=1");
    assertThat(request.body().text()).isEqualTo("{\"id\":\"a\"}");
    assertThat(request.header("host")).isEqualTo("127.0.0.1:" + target.uri().getPort());
    assertThat(request.header("user-agent")).isEqualTo("deploycast/test");
    assertThat(request.header("accept-encoding")).isEqualTo("identity");
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.header("cookie")).isNull();
  }

  @Test
  void reusesOneConnectionForAThousandCalls() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(caller.call(target.uri(), AMPLE).status()).isEqualTo(200);
    }
    assertThat(target.statistics().connections()).isEqualTo(1);
  }

  @Test
  void opensAsManyConnectionsAsItMay() {
    target.behave(Behaviour.latency(Duration.ofMillis(200)));
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(caller.begin(target.uri(), AMPLE));
    }
    answers.forEach(CompletableFuture::join);
    assertThat(target.statistics().maxConcurrent()).isEqualTo(4);
  }

  @Test
  void endsOnTimeWhenNothingComes() {
    target.behave(Behaviour.hang());
    assertDeadline(caller.call(target.uri(), SHORT));
    await("the connection is closed").until(() -> target.statistics().inFlight() == 0);
  }

  @Test
  void endsOnTimeWhenTheHeadTrickles() {
    target.behave(Behaviour.always(new Reply.TrickleHead(Duration.ofMillis(100))));
    assertDeadline(caller.call(target.uri(), SHORT));
  }

  @Test
  void endsOnTimeWhenTheBodyTrickles() {
    target.behave(Behaviour.always(new Reply.TrickleBody(Duration.ofMillis(100))));
    assertDeadline(caller.call(target.uri(), SHORT));
    await("the connection is closed").until(() -> target.statistics().inFlight() == 0);
  }

  @Test
  void endsOnTimeWhenInterimAnswersNeverEnd() {
    target.behave(Behaviour.endlessInterim());
    Timed timed = caller.call(target.uri(), SHORT);
    assertThat(timed.answer()).isInstanceOf(Answer.None.class);
    assertThat(timed.took()).isLessThan(SHORT.plusMillis(500));
  }

  @Test
  void refusesAHeadWithoutEnd() {
    target.behave(Behaviour.endlessHead());
    Timed timed = caller.call(target.uri(), AMPLE);
    assertThat(timed.error())
        .isEqualTo("the head of the answer of 127.0.0.1:%d is too large".formatted(target.port()));
  }

  @Test
  void takesTheStatusOfABodyWithoutEnd() {
    target.behave(Behaviour.endlessBody());
    Timed timed = caller.call(target.uri(), AMPLE);
    assertThat(timed.status()).isEqualTo(200);
    assertThat(((Answer.Complete) timed.answer()).excerpt()).hasSizeLessThan(1024);
    await("the connection is closed").until(() -> target.statistics().inFlight() == 0);
  }

  @Test
  void saysThatTheConnectionWasReset() {
    target.behave(Behaviour.resetBeforeReply());
    assertThat(caller.call(target.uri(), AMPLE).error())
        .isEqualTo(
            "connection reset by 127.0.0.1:%d before the answer was complete"
                .formatted(target.port()));
    assertThat(target.requests()).hasSize(1);
  }

  @Test
  void saysThatTheAnswerWasCut() {
    target.behave(Behaviour.cutMidReply());
    assertThat(caller.call(target.uri(), AMPLE).error())
        .isEqualTo(
            "connection closed by 127.0.0.1:%d before the answer was complete"
                .formatted(target.port()));
    assertThat(target.requests()).hasSize(1);
  }

  @Test
  void saysThatTheAnswerIsNotHttp() {
    target.behave(Behaviour.garbage());
    assertThat(caller.call(target.uri(), AMPLE).error())
        .isEqualTo(
            "no HTTP answer from 127.0.0.1:%d: what came is not HTTP/1.1".formatted(target.port()));
  }

  @Test
  void saysThatNobodyListens() {
    target.behave(Behaviour.down());
    assertThat(caller.call(target.uri(), AMPLE).error())
        .isEqualTo("connection refused by 127.0.0.1:" + target.port());
  }

  @Test
  void saysThatTheHostIsUnknown() {
    assertThat(caller.call(URI.create("http://no-such-host.invalid/"), AMPLE).error())
        .isEqualTo("the host name of no-such-host.invalid:80 is unknown");
  }

  @Test
  void saysThatThereIsNoTls() {
    URI uri = URI.create("https://127.0.0.1:" + target.port());
    assertThat(caller.call(uri, AMPLE).error())
        .startsWith("no TLS connection to 127.0.0.1:" + target.port());
  }

  @Test
  void followsNoRedirect() {
    try (SimulatedTarget elsewhere = SimulatedTarget.start(Behaviour.ok())) {
      target.behave(Behaviour.redirect(elsewhere.uri("/stolen")));
      assertThat(caller.call(target.uri(), AMPLE).status()).isEqualTo(302);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void passesOnAStatusThatDoesNotExist() {
    target.behave(Behaviour.answers(999));
    assertThat(caller.call(target.uri(), AMPLE).status()).isEqualTo(999);
  }

  @Test
  void showsTheBodyWithoutSecretsAndControlCharacters() {
    target.behave(
        Behaviour.always(
            Reply.status(400).withBody("bad\u001b[2J " + Caller.SECRET + " CANARY-token%2F1")));
    Answer answer = caller.call(target.uri(), AMPLE).answer();
    assertThat(((Answer.Complete) answer).excerpt()).isEqualTo("bad\\u001B[2J *** ***");
  }

  @Test
  void keepsSecretsOutOfTheCutOfALongBody() {
    String body = "x".repeat(AnswerBody.MAX_SHOWN - 3) + Caller.SECRET + "y".repeat(5_000);
    target.behave(Behaviour.always(Reply.status(500).withBody(body)));
    Answer answer = caller.call(target.uri(), AMPLE).answer();
    assertThat(((Answer.Complete) answer).excerpt()).endsWith("x***…").doesNotContain("CAN");
  }

  @Test
  void sendsAgainOnceWhenAPooledConnectionWasDead() {
    assertThat(caller.call(target.uri(), AMPLE).status()).isEqualTo(200);
    target.behave(Behaviour.sequenceOverall(new Reply.ResetBeforeReply(), Reply.status(204)));
    assertThat(caller.call(target.uri(), AMPLE).status()).isEqualTo(204);
    assertThat(target.statistics().connections()).isEqualTo(2);
  }

  @Test
  void endsCallsInFlightWhenItIsClosed() {
    target.behave(Behaviour.hang());
    CompletableFuture<Answer> answer = caller.begin(target.uri(), AMPLE);
    await("the target has the request").until(() -> target.statistics().inFlight() == 1);
    caller.client.close();
    assertThat(answer)
        .isCompletedWithValue(
            new Answer.None("the attempt was cut off: the target is being closed"));
    assertThat(caller.begin(target.uri(), AMPLE)).isCompleted();
  }

  private static void assertDeadline(Timed timed) {
    assertThat(timed.error()).isEqualTo("no complete answer within 1 s");
    assertThat(timed.took()).isBetween(SHORT, SHORT.plusMillis(500));
  }
}
