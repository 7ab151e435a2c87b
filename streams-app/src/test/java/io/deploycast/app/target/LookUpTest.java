package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.app.http.AddressRules;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.Origin;
import io.deploycast.schema.ReceivedEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an annotation is there already is asked, once nobody knows. */
final class LookUpTest {
  private static final Reply.Answer THERE =
      Reply.status(200).withBody("[{\"id\":7,\"tags\":[\"event_id:x\"]}]");

  private final SimulatedTarget server = SimulatedTarget.start(Behaviour.ok());
  private final ReceivedEvent event = Events.event("full", "succeeded");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendsNothingTwiceThatIsThere() {
    server.behave(Behaviour.sequenceOverall(THERE));
    assertThat(attempt("in-doubt", true)).isEqualTo(new Outcome.Delivered(200));
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("GET");
              assertThat(request.path())
                  .isEqualTo(
                      "/g/api/annotations?tags=deployment"
                          + "&tags=event_id%3A0190a5e2-full-00000001&limit=1");
              assertThat(request.header("authorization")).isEqualTo("Bearer CANARY-12345");
            });
  }

  @ParameterizedTest(name = "look-up {0}, in doubt: {1}")
  @CsvSource({"in-doubt, false", "never, true"})
  void asksOnlyInDoubtAndOnlyWhereWanted(String lookUp, boolean inDoubt) {
    assertThat(attempt(lookUp, inDoubt)).isEqualTo(new Outcome.Delivered(200));
    assertThat(server.requests()).extracting(RecordedRequest::method).containsExactly("POST");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | []
          200 | <html>a proxy's page</html>
          200 | {"message":"odd"}
          403 | {"message":"may not read"}
          404 | not here
          500 | broken
          """)
  void sendsWhatIsNotThereAndWhatNobodyKnows(int status, String body) {
    server.behave(
        Behaviour.sequenceOverall(Reply.status(status).withBody(body), Reply.status(200)));
    assertThat(attempt("in-doubt", true)).isEqualTo(new Outcome.Delivered(200));
    assertThat(server.requests())
        .extracting(RecordedRequest::method)
        .containsExactly("GET", "POST");
  }

  @Test
  void waitsForAProductThatIsAway() {
    server.behave(Behaviour.answers(503));
    Outcome.Retriable outcome = (Outcome.Retriable) attempt("in-doubt", true);
    assertThat(outcome.trouble()).isEqualTo(Trouble.OUTAGE);
    assertThat(outcome.inDoubt()).isTrue();
    server.behave(Behaviour.always(Reply.retryAfter(429, "7")));
    assertThat(((Outcome.Retriable) attempt("in-doubt", true)).retryAfter()).hasSeconds(7);
    assertThat(server.requests()).extracting(RecordedRequest::method).containsOnly("GET");
  }

  @Test
  void leavesDoubtWhenNoAnswerComes() {
    server.behave(Behaviour.resetBeforeReply());
    assertThat(((Outcome.Failed) attempt("in-doubt", false)).inDoubt()).isTrue();
    server.behave(Behaviour.answers(500));
    assertThat(((Outcome.Failed) attempt("in-doubt", false)).inDoubt()).isFalse();
  }

  @Test
  void sendsNothingAgainOnItsOwnWhenAConnectionDies() {
    server.behave(Behaviour.sequenceOverall(Reply.status(200), new Reply.ResetBeforeReply()));
    TargetConfig config = config("in-doubt");
    try (TargetFactory factory = factory();
        Target target = factory.create(config)) {
      assertThat(attempt(target, false)).isEqualTo(new Outcome.Delivered(200));
      assertThat(((Outcome.Failed) attempt(target, false)).inDoubt()).isTrue();
    }
    assertThat(server.requests()).hasSize(2);
  }

  private Outcome attempt(String lookUp, boolean inDoubt) {
    try (TargetFactory factory = factory();
        Target target = factory.create(config(lookUp))) {
      return attempt(target, inDoubt);
    }
  }

  private Outcome attempt(Target target, boolean inDoubt) {
    Progress progress =
        new Progress(1, null, new Origin("deployments", 0, 0, Instant.EPOCH), 0, inDoubt, null);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    target.attempt(event, progress, outcome::complete);
    return outcome.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static TargetFactory factory() {
    return new TargetFactory(
        TargetTypes.shipped(), InstantSource.system(), new AddressRules(true), "1.2.3");
  }

  private TargetConfig config(String lookUp) {
    Map<String, ParameterValue> parameters = new HashMap<>();
    parameters.put("url", new ParameterValue.Text(server.uri("/g").toString()));
    parameters.put("token", new Secret("CANARY-12345"));
    parameters.put("lookUp", new ParameterValue.Text(lookUp));
    return Configs.target("grafana", parameters);
  }
}
