package io.deploycast.schema.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.deploycast.schema.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry behind TLS, whose certificate no public authority has signed. */
class RegistryTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path folder;
  private static HttpsServer server;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    Path store = certificate();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = StubRegistry.version("s", 2, 3, "{}").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** For the name {@code localhost} alone. */
  private static Path certificate() throws IOException, InterruptedException {
    Path store = folder.resolve("registry.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> options =
        List.of(
            "-genkeypair",
            "-alias",
            "registry",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD);
    ProcessBuilder builder = new ProcessBuilder(keytool.toString());
    builder.command().addAll(options);
    builder.command().addAll(List.of("-keystore", store.toString()));
    assertThat(builder.inheritIO().start().waitFor()).isZero();
    return store;
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static SchemaRegistry registry(String host, String... tls) {
    Map<String, String> properties = new HashMap<>();
    properties.put("url", "https://%s:%d".formatted(host, server.getAddress().getPort()));
    for (int i = 0; i < tls.length; i += 2) {
      properties.put(tls[i], tls[i + 1]);
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    return new SchemaRegistry(RegistrySettings.of(properties), false, deadline);
  }

  private static String[] trust() {
    return new String[] {
      "ssl.truststore.location",
      folder.resolve("registry.p12").toString(),
      "ssl.truststore.password",
      PASSWORD,
      "ssl.truststore.type",
      "PKCS12"
    };
  }

  @Test
  void trustsWhatKafkasPropertiesSay() {
    assertThat(registry("localhost", trust()).latest("s")).isPresent();
  }

  @Test
  void refusesACertificateThatNobodyVouchesForOrOfAnotherName() {
    for (SchemaRegistry registry : List.of(registry("localhost"), registry("127.0.0.1", trust()))) {
      assertThatThrownBy(() -> registry.latest("s"))
          .isInstanceOfSatisfying(
              RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
          .hasMessageContaining("refused by TLS");
    }
  }
}
