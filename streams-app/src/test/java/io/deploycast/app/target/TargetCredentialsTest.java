package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.AuthConfig;
import io.deploycast.app.config.ConnectionConfig;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.config.TargetTypeCatalog.Finding;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.http.AnyServer;
import io.deploycast.app.http.AnyServer.Reply;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Origin;
import io.deploycast.schema.ReceivedEvent;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials and a proxy for a target of any type, from its configuration to the wire. */
final class TargetCredentialsTest {
  private static final TargetTypes TYPES = TargetTypes.shipped();
  private static final Secret SECRET = new Secret("CANARY-key");

  private static final Progress PROGRESS =
      Progress.start(new Origin("deployments", 0, 0, Instant.EPOCH));

  private final AnyServer server =
      AnyServer.answering(
          request ->
              new Reply(
                  request.head().getPath().equals("/token") ? 401 : 400,
                  String.valueOf(request.head().getHeaders().length)
                      + request.header("authorization")
                      + request.header("x-key")));

  private final ReceivedEvent event = Events.event("full", "succeeded");

  @AfterEach
  void stop() {
    server.close();
  }

  private TargetConfig config(ConnectionConfig.Proxy proxy, AuthConfig auth) {
    ConnectionConfig usual = ConnectionConfig.DEFAULT;
    ObjectNode values = EventJson.mapper().createObjectNode();
    values.put("url", server.uri("/hook").toString());
    return config(values, new ConnectionConfig(usual.protocol(), proxy, usual.tls(), auth));
  }

  private static TargetConfig config(ObjectNode values, ConnectionConfig connection) {
    TargetType type = TYPES.find("http").orElseThrow();
    return Configs.target("http", Configs.parameters(type, values), null, connection);
  }

  private Outcome attempt(TargetConfig config) {
    try (TargetFactory factory =
            new TargetFactory(TYPES, InstantSource.system(), new AddressRules(true), "test");
        Target target = factory.create(config)) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      target.attempt(event, PROGRESS, outcome::complete);
      return outcome.orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  static List<AuthConfig> constant() {
    return List.of(
        new AuthConfig.Bearer(SECRET),
        new AuthConfig.Basic("us", SECRET),
        new AuthConfig.ApiKey("x-key", SECRET));
  }

  @ParameterizedTest
  @MethodSource("constant")
  void goWithEachRequestAndAreNeverShown(AuthConfig auth) {
    TargetConfig config = config(null, auth);
    Outcome outcome = attempt(config);

    AnyServer.Seen seen = server.seen().get(0);
    String sent = seen.header("authorization") + " " + seen.header("x-key");
    assertThat(sent)
        .isIn(
            "Bearer CANARY-key null",
            // us:CANARY-key
            "Basic dXM6Q0FOQVJZLWtleQ== null",
            "null CANARY-key");
    assertThat(((Outcome.Failed) outcome).error())
        .startsWith("answered 400: ")
        .contains("***")
        .doesNotContain("CANARY", "dXM6Q0F");
    assertThat(Rendering.of(TYPES, config, event, Instant.EPOCH).toString())
        .contains("***")
        .doesNotContain("CANARY", "dXM6Q0F");
  }

  @Test
  void holdTheTargetWhenNoTokenIsGivenForThem() {
    AuthConfig oauth = new AuthConfig.OAuth2(server.uri("/token"), "us", SECRET, null, null);
    Outcome outcome = attempt(config(null, oauth));

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).error())
        .startsWith("no access token: 127.0.0.1 answered 401: ")
        .doesNotContain("CANARY");
    assertThat(server.seen()).hasSize(1);
    assertThat(Rendering.of(TYPES, config(null, oauth), event, Instant.EPOCH).notes())
        .contains("an access token would be added as 'authorization'");
  }

  @Test
  void areNotTheTargetsTroubleWhenTheProxyIsAway() {
    URI gone = server.uri("/");
    ConnectionConfig.Proxy proxy =
        new ConnectionConfig.Proxy("127.0.0.1", gone.getPort(), "us", SECRET);
    TargetConfig config = config(proxy, AuthConfig.NONE);
    server.close();

    assertThat(attempt(config))
        .isEqualTo(
            new Outcome.Retriable(
                "connection refused by the proxy 127.0.0.1:" + gone.getPort(),
                null,
                Trouble.OURS,
                null));
    assertThat(config.toString()).doesNotContain("CANARY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: elsewhere",
        "Content-Length: 3",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "webhook-id: mine",
        "Webhook-Signature: v1,mine",
        "User-Agent: other",
        "no colon",
        ": no name",
        "x y: z",
        "x-a: b\u00e9"
      })
  void refusesHeadersThatFrameOrSignARequest(String header) {
    ObjectNode values = EventJson.mapper().createObjectNode();
    values.put("url", server.uri("/hook").toString()).putArray("headers").add(header);
    TargetConfig config = config(values, ConnectionConfig.DEFAULT);
    List<Finding> findings = TYPES.check(config);

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).problem()).startsWith("cannot be called: ");
  }
}
