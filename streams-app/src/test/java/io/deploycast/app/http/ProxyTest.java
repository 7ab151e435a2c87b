package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.app.http.connection.ProxySpec;
import io.deploycast.app.http.connection.TlsSpec;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way through a proxy, and whose trouble is whose. */
final class ProxyTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private ProxyServer proxy;
  private AnyServer secure;
  private SimulatedTarget plain;

  @BeforeEach
  void start() throws Exception {
    proxy = new ProxyServer();
    secure = AnyServer.tls(HttpVersionPolicy.NEGOTIATE, Certificates.server("server"));
    plain = SimulatedTarget.start(Behaviour.ok());
  }

  @AfterEach
  void stop() throws IOException {
    plain.close();
    secure.close();
    proxy.close();
  }

  private static Caller caller(ProxySpec spec) throws Exception {
    TlsSpec tls = Certificates.trusting("authority.pem");
    return new Caller(new ConnectionSpec(2, ProtocolChoice.AUTO, spec, tls));
  }

  /** What is lost stays open for ever; what is not may take long on a machine that is busy. */
  private void awaitAllClosed() {
    await("all connections are closed").atMost(1, TimeUnit.MINUTES).until(() -> proxy.open() == 0);
  }

  private String name() {
    return "the proxy 127.0.0.1:" + proxy.port();
  }

  @Test
  void reachesAnHttpsTargetThroughATunnelThatIsUsedAgain() throws Exception {
    try (Caller caller = caller(proxy.spec())) {
      int calls = 20;
      for (int i = 0; i < calls; i++) {
        assertThat(caller.call(secure.uri("/hook"), AMPLE).status()).isEqualTo(200);
      }
      assertThat(secure.seen()).hasSize(calls);
      assertThat(secure.seen().get(2).body()).isEqualTo("{\"id\":\"a\"}");
      // An answer is told before its connection is back: a call at once may need another.
      int tunnels = proxy.heads().size();
      assertThat(tunnels).isLessThan(calls);
      assertThat(proxy.heads().get(0)).startsWith("CONNECT 127.0.0.1:" + secure.port() + " ");
      assertThat(caller.client.connections().opened()).isEqualTo(tunnels);
      assertThat(caller.client.connections().reused()).isEqualTo(calls - tunnels);
    }
  }

  @Test
  void hasThePlainRequestsForwarded() throws Exception {
    try (Caller caller = caller(proxy.spec())) {
      assertThat(caller.call(plain.uri("/hook"), AMPLE).status()).isEqualTo(200);
      assertThat(caller.call(plain.uri("/hook"), AMPLE).status()).isEqualTo(200);
      assertThat(plain.requests()).hasSize(2);
      assertThat(proxy.heads().get(0)).startsWith("POST " + plain.uri("/hook") + " HTTP/1.1\r\n");
    }
  }

  @Test
  void showsItsCredentialsToTheProxyAtOnceAndToNobodyElse() throws Exception {
    String expected =
        Base64.getEncoder().encodeToString("us:s3cret".getBytes(StandardCharsets.UTF_8));
    try (Caller caller = caller(proxy.spec("us", "s3cret"))) {
      assertThat(caller.call(secure.uri("/"), AMPLE).status()).isEqualTo(200);
      assertThat(caller.call(plain.uri(), AMPLE).status()).isEqualTo(200);
      assertThat(proxy.heads())
          .hasSize(2)
          .allMatch(head -> head.contains("\r\nProxy-Authorization: Basic " + expected + "\r\n"));
      assertThat(secure.seen().get(0).header("proxy-authorization")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"403 Forbidden", "502 Bad Gateway", "503 Service Unavailable"})
  void blamesTheProxyThatRefusesATunnel(String statusLine) throws Exception {
    proxy.refuseWith(statusLine);
    try (Caller caller = caller(proxy.spec())) {
      Caller.Timed timed = caller.call(secure.uri("/"), AMPLE);

      assertThat(timed.cause()).isEqualTo(Answer.Cause.PROXY);
      assertThat(timed.error())
          .isEqualTo(
              name() + " does not let us through: it answered " + statusLine.substring(0, 3));
    }
  }

  @Test
  void blamesTheProxyThatWantsOtherCredentials() throws Exception {
    proxy.refuseWith("407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"p\"");
    try (Caller caller = caller(proxy.spec("us", "wrong"))) {
      for (URI uri : new URI[] {secure.uri("/"), plain.uri()}) {
        Caller.Timed timed = caller.call(uri, AMPLE);
        assertThat(timed.cause()).isEqualTo(Answer.Cause.PROXY);
        assertThat(timed.error())
            .isEqualTo(
                name() + " does not let us through: it answered 407, it wants other credentials");
      }
      assertThat(plain.requests()).isEmpty();
    }
  }

  @Test
  void blamesTheProxyThatIsNotThere() throws Exception {
    proxy.close();
    try (Caller caller = caller(proxy.spec())) {
      for (URI uri : new URI[] {secure.uri("/"), plain.uri()}) {
        Caller.Timed timed = caller.call(uri, AMPLE);
        assertThat(timed.cause()).isEqualTo(Answer.Cause.PROXY);
        assertThat(timed.error()).isEqualTo("connection refused by " + name());
      }
    }
  }

  @Test
  void blamesTheProxyThatHangsAndLetsGoOfItsConnection() throws Exception {
    proxy.hang();
    try (Caller caller = caller(proxy.spec())) {
      Caller.Timed timed = caller.call(secure.uri("/"), SHORT);
      assertThat(timed.cause()).isEqualTo(Answer.Cause.PROXY);
      assertThat(timed.error()).isEqualTo("no complete answer of " + name() + " within 1 s");
      assertThat(timed.took()).isBetween(SHORT, SHORT.plusMillis(500));
      await("the connection is closed").until(() -> proxy.open() == 0);
    }
  }

  /** More calls than connections: one that is not closed would be missing in the end. */
  @Test
  void closesEveryConnectionWhereverTheDeadlineMeetsIt() throws Exception {
    Duration brief = Duration.ofMillis(150);
    try (ScriptedSocket mute = new ScriptedSocket(it -> it.getInputStream().readAllBytes());
        Caller caller = caller(proxy.spec())) {
      plain.behave(Behaviour.hang());
      for (int i = 0; i < 3; i++) {
        proxy.hang();
        assertThat(caller.call(secure.uri("/"), brief).cause()).isEqualTo(Answer.Cause.PROXY);
        proxy.goOn();
        assertThat(caller.call(mute.uri("https"), brief).answer()).isInstanceOf(Answer.None.class);
        assertThat(caller.call(plain.uri(), brief).answer()).isInstanceOf(Answer.None.class);
        assertThat(caller.call(plain.uri(), Duration.ofNanos(i)).answer())
            .isInstanceOf(Answer.None.class);
      }
      awaitAllClosed();
      plain.behave(Behaviour.ok());
      assertThat(caller.call(plain.uri(), AMPLE).status()).isEqualTo(200);
      assertThat(caller.call(secure.uri("/"), AMPLE).status()).isEqualTo(200);
    }
  }

  /** Deadlines so close to each other that some meet the very making of a connection. */
  @Test
  void closesEveryConnectionThatIsMadeAtTheDeadline() throws Exception {
    Duration step = Duration.ofNanos(10_000);
    try (ScriptedSocket mute = new ScriptedSocket(it -> it.getInputStream().readAllBytes());
        Caller caller = caller(proxy.spec())) {
      plain.behave(Behaviour.hang());
      for (int i = 0; i < 300; i++) {
        URI uri = i % 2 == 0 ? plain.uri() : mute.uri("https");
        assertThat(caller.call(uri, step.multipliedBy(i)).answer()).isInstanceOf(Answer.None.class);
      }
      awaitAllClosed();
      plain.behave(Behaviour.ok());
      assertThat(caller.call(plain.uri(), AMPLE).status()).isEqualTo(200);
    }
  }

  @Test
  void blamesTheTargetBeyondTheProxy() throws Exception {
    try (AnyServer stranger =
            AnyServer.tls(HttpVersionPolicy.NEGOTIATE, Certificates.server("expired"));
        Caller caller = caller(proxy.spec())) {
      Caller.Timed timed = caller.call(stranger.uri("/"), AMPLE);
      assertThat(timed.cause()).isEqualTo(Answer.Cause.HOPELESS);
      assertThat(timed.error()).startsWith("the certificate of 127.0.0.1:" + stranger.port());

      plain.behave(Behaviour.answers(503));
      assertThat(caller.call(plain.uri(), AMPLE).status()).isEqualTo(503);
      plain.behave(Behaviour.resetBeforeReply());
      assertThat(caller.call(plain.uri("/reset"), AMPLE).cause()).isEqualTo(Answer.Cause.OUTAGE);
    }
  }

  @Test
  void keepsTheDeadlineAndClosesTheConnection() throws Exception {
    try (Caller caller = caller(proxy.spec())) {
      plain.behave(Behaviour.hang());
      Caller.Timed timed = caller.call(plain.uri(), SHORT);
      assertThat(timed.error()).isEqualTo("no complete answer within 1 s");
      assertThat(timed.cause()).isEqualTo(Answer.Cause.OUTAGE);
      await("the connection is closed").until(() -> plain.statistics().inFlight() == 0);
    }
  }

  @Test
  void takesTheStatusOfABodyWithoutEnd() throws Exception {
    plain.behave(Behaviour.endlessBody());
    try (Caller caller = caller(proxy.spec())) {
      assertThat(caller.call(plain.uri(), AMPLE).status()).isEqualTo(200);
      await("the connection is closed").until(() -> plain.statistics().inFlight() == 0);
    }
  }

  @Test
  void endsCallsInFlightWhenItIsClosed() throws Exception {
    plain.behave(Behaviour.hang());
    try (Caller caller = caller(proxy.spec())) {
      CompletableFuture<Answer> answer = caller.begin(plain.uri(), AMPLE);
      await("the target has the request").until(() -> plain.statistics().inFlight() == 1);
      caller.client.close();
      assertThat(answer).isCompleted();
    }
  }

  @Test
  void appliesTheAddressRulesToTheProxy() throws Exception {
    ProxySpec trick = new ProxySpec("2130706433", proxy.port(), null, null);
    try (Caller caller = caller(trick)) {
      Caller.Timed timed = caller.call(plain.uri(), AMPLE);
      assertThat(timed.error()).contains("2130706433").contains("must not be called");
      assertThat(timed.cause()).isEqualTo(Answer.Cause.PROXY);
      assertThat(proxy.heads()).isEmpty();
    }
  }
}
