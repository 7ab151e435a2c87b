package io.deploycast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.ParameterSpec;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The real command line: arguments in, output, errors and exit code out. */
final class TargetCommandsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private final SimulatedTarget server = SimulatedTarget.start(Behaviour.ok());

  @TempDir private Path directory;
  private Path config;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void configure() throws IOException {
    config = directory.resolve("deploycast.yaml");
    Files.writeString(
        config,
        """
        kafka: { bootstrap.servers: "127.0.0.1:1" }
        targets:
          - { name: chat, type: slack, url: "%s" }
          - { name: pager, type: pagerduty, url: "%s", routingKey: CANARY7890abcdef0123456789abcdef }
          - { name: events, type: datadog, url: "%s", apiKey: CANARY-datadog }
          - { name: graphs, type: graphite, url: "%s", user: ci, password: CANARY-graphite }
          - { name: prod, type: webhook, url: "%s", when: .environment == "production" }
        """
            .formatted(
                server.uri("/services/T0/B0/CANARYabcdefghijklmnop"),
                server.uri(""),
                server.uri(""),
                server.uri(""),
                server.uri("/hook")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void listsTheTypes() {
    Result result = run("types");
    assertThat(result.exitCode).isZero();
    assertThat(result.out.lines()).hasSize(TargetTypes.shipped().names().size());
    assertThat(result.out)
        .containsPattern("(?m)^datadog +Datadog events$")
        .containsPattern("(?m)^raygun +Raygun deployments \\(experimental\\)$");
  }

  @Test
  void showsEveryType() {
    for (String type : TargetTypes.shipped().names()) {
      Result result = run("types", "show", type);
      assertThat(result.exitCode).as(type).isZero();
      assertThat(result.out).startsWith(type + ": ").contains("parameters:", "requests:");
    }
    assertThat(run("types", "show", "datadog").out)
        .contains("oldest event: 18h", "apiKey (required, secret): an API key");
  }

  @Test
  void listsTypesBesideAConfiguration() throws IOException {
    Files.createDirectories(directory.resolve("targets"));
    Files.writeString(
        directory.resolve("targets/own.yaml"),
        """
        { name: own, title: Ours, doc: "https://example.com/", source: ours, parameters: [],
          steps: [ { name: one, url: "https://example.com/", headers: {}, body: . } ] }
        """);
    assertThat(run("types", "--config", config.toString()).out).containsPattern("(?m)^own +Ours$");
    assertThat(run("types", "show", "--config", config.toString(), "own").exitCode).isZero();
  }

  @Test
  void refusesATypeThatIsNotThere() {
    Result result = run("types", "show", "grafanna");
    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.err).contains("a type must be one of", "was 'grafanna'");
  }

  @Test
  void rendersTheExactRequestWithoutSecrets() {
    Result result = render("pager");
    assertThat(result.exitCode).isZero();
    assertThat(result.out)
        .startsWith(
            "POST " + server.uri("/v2/change/enqueue") + "\ncontent-type: application/json\n")
        .contains(
            "{\"routing_key\":\"***\",\"payload\":{\"summary\":\"deploycast-test test deployed");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void showsNoSecretWhereverItStands() {
    for (String target : new String[] {"chat", "pager", "events", "graphs"}) {
      Result result = render(target);
      assertThat(result.exitCode).isZero();
      // Base64 of ci:CANARY-graphite begins like this.
      assertThat(result.out + result.err).contains("***").doesNotContain("CANARY", "Y2k6Q0FOQVJZ");
    }
  }

  static Set<String> types() {
    return TargetTypes.shipped().names();
  }

  /** Every secret that a type can be given, in a service that quotes all it was sent. */
  @ParameterizedTest
  @MethodSource("types")
  void showsNoSecretOfAnyType(String type) throws IOException {
    Files.writeString(
        config,
        "kafka: { bootstrap.servers: \"127.0.0.1:1\" }\ntargets:\n  - "
            + withCanaries(type)
            + "\n");
    server.behave(
        Behaviour.chosenBy(
            arrival ->
                Reply.status(422)
                    .withBody(
                        arrival.request().path()
                            + arrival.request().headers()
                            + arrival.request().body().text())));
    Result check = run("check-config", "--config", config + "");
    Result render = render("it");
    Result send = run("send", "--config", config + "", "--target", "it");
    assertThat(check.exitCode).as(check.err).isZero();
    assertThat(render.exitCode).as(render.err).isZero();
    assertThat(send.exitCode).isEqualTo(1);
    assertThat(render.out).contains("***");
    String shown = check.out + check.err + render.out + render.err + send.out + send.err;
    // Base64 of ci:CANARY and of a name with another length before it.
    assertThat(shown).doesNotContain("CANARY", "Y2k6Q0FOQVJZ", "Q0FOQVJZ", "NBTkFSW", "DQU5BUl");
  }

  private ObjectNode withCanaries(String type) throws IOException {
    Path folder = Path.of("src/test/resources/targets").resolve(type);
    ObjectNode target =
        (ObjectNode)
            EventJson.mapper().readTree(Files.readString(folder.resolve("parameters-all.json")));
    for (ParameterSpec spec : TargetTypes.shipped().parameters(type).orElseThrow()) {
      JsonNode value = target.path(spec.name());
      if (spec.secret() && value.isTextual()) {
        target.put(spec.name(), canary(value.asText()));
      } else if (spec.secret() && value.isArray()) {
        target
            .putArray(spec.name())
            .add("x-key: CANARY0123456789")
            .add("x-key-2: CANARY9876543210");
      }
    }
    String path = target.path("url").asText("https://x").replaceFirst("https?://[^/?]+", "");
    return target.put("url", server.uri() + path).put("name", "it").put("type", type);
  }

  /** As long as it was; of an address its last part, of a signing secret its key. */
  private static String canary(String secret) {
    int from =
        secret.startsWith("whsec_")
            ? "whsec_".length()
            : secret.startsWith("https://")
                ? Math.max(secret.lastIndexOf('/'), secret.lastIndexOf('=')) + 1
                : 0;
    String canary = "CANARY" + "0123456789".repeat(10);
    return secret.substring(0, from) + canary.substring(0, Math.max(12, secret.length() - from));
  }

  @Test
  void saysWhyAnEventWouldNotBeSent() throws IOException {
    assertThat(render("prod").err).contains("note: the target's filter leaves this event out");
    Path event = directory.resolve("event.json");
    Files.writeString(
        event,
        "{\"id\":\"an-event-of-long-ago\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"}");
    Result old =
        run("render", "--config", config + "", "--target", "events", "--event", event + "");
    assertThat(old.exitCode).isZero();
    assertThat(old.err).contains("note: it is older than the 18h that this type takes");
    assertThat(old.out).contains("an-event-of-long-ago");
  }

  @Test
  void refusesWhatIsNoEvent() throws IOException {
    Path event = directory.resolve("event.json");
    Files.writeString(event, "{\"release\":\"1\"}");
    Result result =
        run("render", "--config", config + "", "--target", "prod", "--event", event + "");
    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.err).contains("--event must hold a deployment event: ");
  }

  @Test
  void sendsOneRealEventAndShowsTheAnswer() {
    server.behave(Behaviour.always(Reply.status(200).withBody("ok")));
    Result result = run("send", "--config", config + "", "--target", "chat");
    assertThat(result.exitCode).isZero();
    assertThat(result.out)
        .isEqualTo(
            "post: answered 200 ok\ndelivered: deploycast-test-" + NOW.toEpochMilli() + "\n");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void saysWhyASentEventWasNotDelivered() {
    server.behave(Behaviour.always(Reply.status(403).withBody("no key CANARY-datadog here")));
    Result result = run("send", "--config", config + "", "--target", "events");
    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.out).isEqualTo("announce: answered 403 no key *** here\n");
    assertThat(result.err).endsWith("not delivered (refused): answered 403: no key *** here\n");
  }

  @Test
  void namesTheTargetsThereAre() {
    Result result = render("nobody");
    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.err)
        .contains("--target must be one of [chat, pager, events, graphs, prod], was 'nobody'");
  }

  @Test
  void refusesToRemoveATargetThatIsConfigured() {
    Result result = run("target", "remove", "chat", "--config", config.toString());
    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.err).contains("TARGET must not be configured, 'chat' is");
  }

  @ParameterizedTest
  @CsvSource({
    "replay --target chat, --from must say where to begin",
    "replay --target chat --from 1d --rate fast, --rate must be a whole number a second",
    "replay --target chat --from 1d --name A, --name must be 1 to 20 characters",
    "replay --target nobody --from 1d, --target must be one of",
    "target rewind chat --to never, '--to must be earliest, latest, a duration'",
    "target rewind nobody --to 1d, TARGET must be one of",
    "target, a command is required: target rewind or remove"
  })
  void refusesRepairsThatMakeNoSense(String line, String message) {
    List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
    if (arguments.size() > 1) {
      arguments.addAll(List.of("--config", config.toString()));
    }
    Result result = run(arguments.toArray(String[]::new));
    assertThat(result.exitCode).isEqualTo(2);
    assertThat(result.err).contains(message);
  }

  @Test
  void endsWith78ForAConfigurationThatCannotBeUsed() throws IOException {
    Files.writeString(config, "targets: []");
    assertThat(render("chat").exitCode).isEqualTo(78);
  }

  private Result render(String target) {
    return run("render", "--config", config.toString(), "--target", target);
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(InstantSource.fixed(NOW));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int exitCode = line.execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
