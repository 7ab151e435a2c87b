package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.http.AddressRules;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.Origin;
import io.deploycast.schema.ReceivedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetTest {
  private static final String TWO_STEPS =
      """
      name: pair
      title: Two requests
      doc: https://example.com/
      source: made up
      parameters:
        - { name: url, description: where, required: true, format: base-url }
      steps:
        - { name: one, url: "{$param.url}/one", headers: {}, body: "{release}" }
        - { name: two, url: "{$param.url}/two/{.release}", headers: {}, body: "{id}" }
      """;

  private final SimulatedTarget server = SimulatedTarget.start(Behaviour.ok());
  private final ReceivedEvent event = Events.event("full", "succeeded");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void deliversWithItsAttemptAndSignature() {
    TargetConfig config =
        Configs.target(
            "webhook",
            Map.of(
                "url",
                url("/hooks"),
                "secret",
                new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
    assertThat(attempt(TargetTypes.shipped(), config, 3)).isEqualTo(new Outcome.Delivered(200));

    var request = server.requests().get(0);
    assertThat(request.header("deploycast-attempt")).isEqualTo("3");
    assertThat(request.header("webhook-id")).isEqualTo(event.id());
    assertThat(request.header("webhook-signature")).startsWith("v1,");
    assertThat(request.header("user-agent")).isEqualTo("deploycast/1.2.3");
    assertThat(request.body().text()).isEqualTo(event.json().toString());
  }

  @Test
  void saysWhyItWasRefusedWithoutItsToken() {
    server.behave(
        Behaviour.always(Reply.status(422).withBody("token CANARY-12345 may not do this")));
    TargetConfig config =
        Configs.target("grafana", Map.of("url", url(""), "token", new Secret("CANARY-12345")));
    assertThat(attempt(TargetTypes.shipped(), config, 1))
        .isEqualTo(
            new Outcome.Permanent(
                DeadLetterReason.REJECTED, "answered 422: token *** may not do this", 422));
  }

  @Test
  void sendsTheSecondStepOnlyAfterTheFirstSucceeded(@TempDir Path directory) throws Exception {
    TargetTypes types = typesWith(directory, TWO_STEPS);
    TargetConfig config = Configs.target("pair", Map.of("url", url("/base")));

    server.behave(Behaviour.answers(500));
    assertThat(attempt(types, config, 1)).isEqualTo(new Outcome.Retriable("answered 500: {}", 500));
    assertThat(server.requests()).hasSize(1);

    server.behave(Behaviour.ok());
    server.forget();
    assertThat(attempt(types, config, 2)).isEqualTo(new Outcome.Delivered(200));
    assertThat(server.requests())
        .extracting(request -> request.path() + " " + request.body().text())
        .containsExactly(
            "/base/one {\"release\":\"2016.20\"}",
            "/base/two/2016.20 {\"id\":\"0190a5e2-full-00000001\"}");
  }

  @Test
  void resumesAtTheStepThatFailed(@TempDir Path directory) throws Exception {
    TargetTypes types = typesWith(directory, TWO_STEPS);
    TargetConfig config = Configs.target("pair", Map.of("url", url("/base")));
    server.behave(Behaviour.sequenceOverall(Reply.status(200), Reply.status(503)));

    Outcome.Failed failed = (Outcome.Failed) attempt(types, config, 1);
    assertThat(failed.stepsDone()).isEqualTo(1);

    server.behave(Behaviour.ok());
    server.forget();
    assertThat(attempt(types, config, progress(2, failed.stepsDone(), false), event))
        .isEqualTo(new Outcome.Delivered(200));
    assertThat(server.requests())
        .extracting(request -> request.path())
        .containsExactly("/base/two/2016.20");
  }

  @Test
  void makesATemplateThatFailsTheEventsOwnDeadLetter(@TempDir Path directory) throws Exception {
    TargetTypes types =
        typesWith(directory, TWO_STEPS.replace("\"{release}\"", "'.release | tonumber | -.'"));
    TargetConfig config = Configs.target("pair", Map.of("url", url("/base")));
    ReceivedEvent odd = Events.event("hostile", "succeeded");
    Outcome outcome = attempt(types, config, progress(1, 0, false), odd);
    assertThat(outcome).isInstanceOf(Outcome.Permanent.class);
    Outcome.Permanent permanent = (Outcome.Permanent) outcome;
    assertThat(permanent.reason()).isEqualTo(DeadLetterReason.TEMPLATE_ERROR);
    assertThat(permanent.error()).startsWith("template: ").doesNotContain("\r", "\n");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void filtersByABoolean() {
    assertThat(wants(null)).isEqualTo(Wanted.YES);
    assertThat(wants(".environment == \"production\"")).isEqualTo(Wanted.YES);
    assertThat(wants(".attributes.team == \"search\"")).isEqualTo(Wanted.NO);
    assertThat(wants(".status"))
        .isEqualTo(
            new Wanted.Unanswerable(
                "filter 'when': it must give true or false, gave \"succeeded\""));
    assertThat(wants(".service + 1")).isInstanceOf(Wanted.Unanswerable.class);
    assertThat(wants("def f: 1 + f; f")).isInstanceOf(Wanted.Unanswerable.class);
    assertThat(wants("last(range(1e12)) > 1"))
        .asInstanceOf(type(Wanted.Unanswerable.class))
        .satisfies(it -> assertThat(it.error()).contains("takes more than 1000000 steps"));
  }

  private Wanted wants(String when) {
    TargetConfig config = Configs.target("webhook", Map.of("url", url("")), when);
    try (TargetFactory factory = factory(TargetTypes.shipped());
        Target target = factory.create(config)) {
      return target.wants(event);
    }
  }

  private Outcome attempt(TargetTypes types, TargetConfig config, int attempt) {
    return attempt(types, config, progress(attempt, 0, false), event);
  }

  private static Progress progress(int attempt, int stepsDone, boolean inDoubt) {
    Origin origin = new Origin("deployments", 0, 0, Instant.EPOCH);
    return new Progress(attempt - 1, null, origin, stepsDone, inDoubt, null);
  }

  private static Outcome attempt(
      TargetTypes types, TargetConfig config, Progress progress, ReceivedEvent event) {
    try (TargetFactory factory = factory(types);
        Target target = factory.create(config)) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      target.attempt(event, progress, outcome::complete);
      return outcome.orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private static TargetFactory factory(TargetTypes types) {
    return new TargetFactory(types, InstantSource.system(), new AddressRules(true), "1.2.3");
  }

  private static TargetTypes typesWith(Path directory, String file) throws Exception {
    Files.createDirectories(directory.resolve("targets"));
    Files.writeString(directory.resolve("targets/pair.yaml"), file);
    TargetTypes types = TargetTypes.beside(directory.resolve("deploycast.yaml"));
    assertThat(types.problems()).isEqualTo(List.of());
    return types;
  }

  private ParameterValue url(String path) {
    return new ParameterValue.Text(server.uri(path).toString());
  }
}
