package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.app.http.connection.TlsSpec;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom we talk to, and who we say we are. */
final class TlsTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);

  private static Caller caller(TlsSpec tls) {
    return new Caller(new ConnectionSpec(1, ProtocolChoice.AUTO, null, tls));
  }

  private static AnyServer server(String certificate) throws Exception {
    return AnyServer.tls(HttpVersionPolicy.NEGOTIATE, Certificates.server(certificate));
  }

  @Test
  void trustsAServerThatTheConfiguredAuthorityVouchesFor() throws Exception {
    try (AnyServer server = server("server");
        Caller caller = caller(Certificates.trusting("authority.pem"))) {
      assertThat(caller.call(server.uri("/"), AMPLE).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "server, stranger.pem, PKIX path building failed",
    "wrong-name, authority.pem, 127.0.0.1",
    "expired, authority.pem, expired"
  })
  void sendsNothingToAServerThatCannotProveWhoItIs(
      String certificate, String authority, String reason) throws Exception {
    try (AnyServer server = server(certificate);
        Caller caller = caller(Certificates.trusting(authority))) {
      Caller.Timed timed = caller.call(server.uri("/"), AMPLE);

      assertThat(timed.error())
          .startsWith("the certificate of 127.0.0.1:%d is not trusted: ".formatted(server.port()))
          .containsIgnoringCase(reason);
      assertThat(timed.cause()).isEqualTo(Answer.Cause.HOPELESS);
      assertThat(server.seen()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"server", "wrong-name", "expired"})
  void takesAnyCertificateOnlyWhenToldTo(String certificate) throws Exception {
    try (AnyServer server = server(certificate);
        Caller caller = caller(new TlsSpec(false, List.of(), null))) {
      assertThat(caller.call(server.uri("/"), AMPLE).status()).isEqualTo(200);
    }
  }

  @Test
  void showsItsCertificateToAServerThatWantsOne() throws Exception {
    try (AnyServer server =
            AnyServer.tls(HttpVersionPolicy.NEGOTIATE, Certificates.server("server"), true);
        Caller caller = caller(Certificates.known())) {
      assertThat(caller.call(server.uri("/"), AMPLE).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void seesThatItsOwnCertificateIsMissing(String version) throws Exception {
    SSLContext context = Certificates.server("server");
    try (ScriptedSocket strict =
            new ScriptedSocket(socket -> wantsACertificate(socket, context, version));
        Caller caller = caller(Certificates.trusting("authority.pem"))) {
      Caller.Timed timed = caller.call(strict.uri("https"), AMPLE);

      assertThat(timed.error())
          .startsWith("no TLS connection to 127.0.0.1:%d: ".formatted(strict.port()))
          .contains("certificate");
      assertThat(timed.cause()).isEqualTo(Answer.Cause.HOPELESS);
    }
  }

  @Test
  void speaksNoTlsBefore12() throws IOException {
    try (ScriptedSocket old = new ScriptedSocket(TlsTest::choosesTls10);
        Caller caller = caller(TlsSpec.USUAL)) {
      Caller.Timed timed = caller.call(old.uri("https"), AMPLE);

      assertThat(timed.error())
          .startsWith("no TLS connection to 127.0.0.1:%d: ".formatted(old.port()))
          .contains("TLS10");
      assertThat(timed.cause()).isEqualTo(Answer.Cause.HOPELESS);
    }
  }

  @Test
  void keepsTheDeadlineWhenAHandshakeHangs() throws IOException {
    try (ScriptedSocket silent =
            new ScriptedSocket(socket -> socket.getInputStream().readAllBytes());
        Caller caller = caller(TlsSpec.USUAL)) {
      Caller.Timed timed = caller.call(silent.uri("https"), Duration.ofSeconds(1));
      assertThat(timed.error()).isEqualTo("no complete answer within 1 s");
      assertThat(timed.took()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_500));
    }
  }

  /**
   * A server that wants to see a certificate, says so in its alert and then reads on: in TLS 1.3 a
   * request may be on its way by then, and a close with bytes unread would take the alert back.
   */
  private static void wantsACertificate(Socket socket, SSLContext context, String version)
      throws IOException {
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, false);
    tls.setUseClientMode(false);
    tls.setNeedClientAuth(true);
    tls.setEnabledProtocols(new String[] {version});
    assertThatThrownBy(tls::startHandshake).isInstanceOf(SSLHandshakeException.class);
    socket.getInputStream().readAllBytes();
  }

  /** The ServerHello of a server that knows nothing newer than TLS 1.0. */
  private static void choosesTls10(Socket socket) throws IOException {
    socket.getInputStream().readNBytes(5);
    String random = "00".repeat(32);
    socket
        .getOutputStream()
        .write(
            HexFormat.of().parseHex("160301002a" + "02000026" + "0301" + random + "00" + "002f00"));
    socket.getOutputStream().flush();
    socket.getInputStream().readAllBytes();
  }
}
