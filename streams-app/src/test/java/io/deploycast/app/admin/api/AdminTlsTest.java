package io.deploycast.app.admin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.app.config.AdminConfig;
import io.deploycast.app.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin listener when it speaks TLS itself. */
final class AdminTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;
  private Path keystore;
  private AdminCase server;

  @BeforeEach
  void start() throws Exception {
    keystore = directory.resolve("admin.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "admin",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-keystore",
                    keystore.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(output).isZero();
    server =
        new AdminCase(
            new AdminConfig(
                true,
                "127.0.0.1",
                0,
                Set.of(),
                null,
                new Secret(AdminCase.WRITE),
                new AdminConfig.Tls.Keystore(keystore, new Secret(PASSWORD))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawAnswer askBy(String protocol) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/access HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "Authorization: Bearer %s\r\n\r\n".formatted(AdminCase.WRITE))
                  .getBytes(StandardCharsets.US_ASCII));
      return RawAnswer.parse(
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void speaksTlsAndHasBrowsersKeepToIt() throws Exception {
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      RawAnswer answer = askBy(protocol);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("strict-transport-security")).startsWith("max-age=");
    }
  }

  @Test
  void answersNoRequestWithoutTls() throws IOException {
    assertThat(server.sendRaw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").status()).isZero();
  }

  @Test
  void speaksNoTlsThatIsBroken() {
    assertThatThrownBy(() -> askBy("TLSv1.1")).isInstanceOf(SSLException.class);
  }
}
