package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.http.AddressRules;
import io.deploycast.schema.Origin;
import io.deploycast.schema.ReceivedEvent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event text in headers: the bytes on the wire have exactly the lines that they should. */
final class HeaderInjectionTest {
  private static final int PAYLOADS = 200;

  /** U+010D and U+010A are CR and LF to whoever cuts a character to a byte. */
  private static final List<String> PARTS =
      List.of(
          "\r\n",
          "\r",
          "\n",
          "\r\n\r\n",
          "%0d%0a",
          "%0D%0A",
          "%E5%98%8A%E5%98%8D",
          "\u010D\u010A",
          "\u560A\u560D",
          "\u0085",
          "\u2028",
          "\u2029",
          "\u0000",
          "\u000B\f",
          "x-injected: yes",
          "content-length: 0",
          "transfer-encoding: chunked",
          "host: elsewhere",
          "GET / HTTP/1.1",
          "POST /admin HTTP/1.1\r\nhost: x\r\n\r\n",
          "HTTP/1.1 200 OK",
          "\"",
          "%",
          "\u00E9\u00FF",
          "🚀",
          " \t ",
          ": ",
          ",",
          "a");

  private static Set<String> payloads() {
    Random random = new Random(7);
    Set<String> payloads = new LinkedHashSet<>(PARTS);
    while (payloads.size() < PAYLOADS) {
      StringBuilder payload = new StringBuilder();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        payload.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      payloads.add(payload.toString());
    }
    return payloads;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudevents", "cdevents", "webhook"})
  void makesNoLineOfItsOwn(String type) {
    try (RawServer server = new RawServer();
        TargetFactory factory =
            new TargetFactory(
                TargetTypes.shipped(), InstantSource.system(), new AddressRules(true), "1");
        Target target = factory.create(config(type, server))) {
      attempt(target, "harmless");
      List<String> expected = names(server.heads().get(0));
      for (String payload : payloads()) {
        int before = server.heads().size();
        attempt(target, payload);
        assertThat(server.heads()).as(payload).hasSize(before + 1);
        String head = server.heads().get(before);
        assertThat(names(head)).as(payload).isEqualTo(expected);
        assertThat(head).startsWith("POST /hook HTTP/1.1\r\n").matches("[\\x20-\\x7E\\r\\n]+");
        assertThat(head.replace("\r\n", "")).doesNotContain("\r", "\n");
      }
      assertThat(server.surprises()).isEmpty();
    }
  }

  @Test
  void saysInTheHeaderWhatTheEventSaid() {
    try (RawServer server = new RawServer();
        TargetFactory factory =
            new TargetFactory(
                TargetTypes.shipped(), InstantSource.system(), new AddressRules(true), "1");
        Target target = factory.create(config("cloudevents", server))) {
      for (String payload : payloads()) {
        int before = server.heads().size();
        attempt(target, payload);
        String line =
            server
                .heads()
                .get(before)
                .lines()
                .filter(it -> it.startsWith("ce-subject: "))
                .findAny()
                .orElseThrow();
        String value = line.substring("ce-subject: ".length());
        assertThat(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8))
            .isEqualTo(payload);
      }
    }
  }

  private static TargetConfig config(String type, RawServer server) {
    Map<String, ParameterValue> parameters = new HashMap<>();
    parameters.put("url", new ParameterValue.Text(server.address() + "/hook"));
    parameters.put("mode", new ParameterValue.Text("binary"));
    parameters.put("environment", new ParameterValue.Text("production"));
    parameters.put("idempotencyKey", new ParameterValue.Text("quoted"));
    return Configs.target(type, parameters);
  }

  private static void attempt(Target target, String payload) {
    ObjectNode event = (ObjectNode) Events.json("/targets/events/minimal.json");
    event.put("release", payload).put("service", payload).put("status", "succeeded");
    event.put("environment", payload).put("actor", payload);
    ReceivedEvent received = Events.event(event);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Progress progress = Progress.start(new Origin("deployments", 0, 0, Instant.EPOCH));
    target.attempt(received, progress, outcome::complete);
    assertThat(outcome.orTimeout(10, TimeUnit.SECONDS).join())
        .as(payload)
        .isEqualTo(new Outcome.Delivered(204));
  }

  private static List<String> names(String head) {
    return head.lines().map(line -> line.replaceFirst("[: ].*", "")).toList();
  }
}
