package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.app.http.connection.TlsSpec;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which HTTP is spoken, and what becomes of connections. */
final class ProtocolTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

  private static Caller caller(ProtocolChoice protocol, TlsSpec tls) {
    return new Caller(new ConnectionSpec(2, protocol, null, tls));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO,  NEGOTIATE,    HTTP/2.0",
    "AUTO,  FORCE_HTTP_2, HTTP/2.0",
    "AUTO,  FORCE_HTTP_1, HTTP/1.1",
    "HTTP1, NEGOTIATE,    HTTP/1.1"
  })
  void agreesOnAVersionOverTls(ProtocolChoice ours, HttpVersionPolicy theirs, String spoken)
      throws Exception {
    try (AnyServer server = AnyServer.tls(theirs, Certificates.server("server"));
        Caller caller = caller(ours, Certificates.trusting("authority.pem"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(caller.call(server.uri("/hook"), AMPLE).status()).isEqualTo(200);
      }
      assertThat(server.seen()).hasSize(3).allMatch(it -> it.version().equals(spoken));
      assertThat(server.seen()).allMatch(it -> it.body().equals("{\"id\":\"a\"}"));
      assertThat(server.seen().get(0).header("user-agent")).isEqualTo("deploycast/test");
      assertThat(caller.client.connections().opened()).isEqualTo(1);
      assertThat(caller.client.connections().reused()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, FORCE_HTTP_1, HTTP/1.1",
    "AUTO, NEGOTIATE,    HTTP/1.1",
    "H2C,  FORCE_HTTP_2, HTTP/2.0"
  })
  void speaksHttp2WithoutTlsOnlyWhenToldTo(
      ProtocolChoice ours, HttpVersionPolicy theirs, String spoken) {
    try (AnyServer server = AnyServer.plain(theirs);
        Caller caller = caller(ours, TlsSpec.USUAL)) {
      assertThat(caller.call(server.uri("/hook"), AMPLE).status()).isEqualTo(200);
      assertThat(caller.call(server.uri("/hook"), AMPLE).status()).isEqualTo(200);
      assertThat(server.seen()).hasSize(2).allMatch(it -> it.version().equals(spoken));
      assertThat(caller.client.connections().reused()).isEqualTo(1);
    }
  }

  @Test
  void keepsTheDeadlineOverHttp2() throws Exception {
    try (ScriptedSocket silent =
            new ScriptedSocket(socket -> socket.getInputStream().readAllBytes());
        Caller caller = caller(ProtocolChoice.H2C, TlsSpec.USUAL)) {
      Caller.Timed timed = caller.call(silent.uri("http"), Duration.ofSeconds(1));
      assertThat(timed.error()).isEqualTo("no complete answer within 1 s");
      assertThat(timed.took()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_500));
    }
  }

  @Test
  void takesTheAnswerOfAnHttp10ServerThatEndsItByClosing() throws IOException {
    try (ScriptedSocket old =
            new ScriptedSocket(
                socket -> {
                  ScriptedSocket.request(socket);
                  ScriptedSocket.send(socket, "HTTP/1.0 202 Accepted\r\n\r\nthank you");
                });
        Caller caller = new Caller(1)) {
      for (int i = 1; i <= 3; i++) {
        Answer answer = caller.call(old.uri("http"), AMPLE).answer();
        assertThat(answer).isEqualTo(new Answer.Complete(202, "thank you"));
        assertThat(old.connections()).isEqualTo(i);
      }
    }
  }

  @Test
  void usesNoConnectionAgainThatTheServerWillClose() throws IOException {
    try (ScriptedSocket closing =
            new ScriptedSocket(
                socket -> {
                  ScriptedSocket.request(socket);
                  ScriptedSocket.send(
                      socket, OK.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
                  // Not closed yet: the client has to believe what it was told.
                  ScriptedSocket.request(socket);
                });
        Caller caller = new Caller(1)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(caller.call(closing.uri("http"), AMPLE).status()).isEqualTo(200);
      }
      assertThat(closing.connections()).isEqualTo(3);
      assertThat(caller.client.connections().opened()).isEqualTo(3);
    }
  }

  @Test
  void failsNoCallBecauseTheServerClosesIdleConnectionsAtAnyMoment() throws IOException {
    Random random = new Random(16);
    try (ScriptedSocket server = new ScriptedSocket(socket -> answerAndClose(socket, random));
        Caller caller = new Caller(4)) {
      URI uri = server.uri("http");
      long failed =
          IntStream.range(0, 1_000)
              .filter(
                  i -> {
                    LockSupport.parkNanos(random.nextInt(600_000));
                    return !(caller.call(uri, AMPLE).answer() instanceof Answer.Complete);
                  })
              .count();

      assertThat(failed).isZero();
      assertThat(server.connections()).as("some calls found a connection closed").isGreaterThan(1);
      assertThat(caller.client.connections().reused()).isPositive();
    }
  }

  /** Two requests, then a close at a moment when the client may be about to use it again. */
  private static void answerAndClose(Socket socket, Random random) throws IOException {
    socket.setTcpNoDelay(true);
    for (int i = 0; i < 2; i++) {
      if (ScriptedSocket.request(socket).isEmpty()) {
        return;
      }
      ScriptedSocket.send(socket, OK);
    }
    LockSupport.parkNanos(random.nextInt(600_000));
  }
}
