package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.it.api.SimulatedApis;
import io.deploycast.sandbox.target.Arrival;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A secret in every slot of a configuration that is no parameter of a type: credentials of each
 * kind, proxy, certificate store, registry, Kafka, admin tokens. Their targets call a service that
 * quotes all it was sent.
 */
final class PlantedSecrets implements AutoCloseable {
  static final String READ = SimulatedApis.CANARY + "-read-0123456789abcdef";
  static final String WRITE = SimulatedApis.CANARY + "-write-0123456789abcdef";

  /** What Base64 makes of {@code ci:CANARY}, whatever comes after. */
  static final String ENCODED = "Y2k6Q0FOQVJZ";

  static final List<String> TARGETS =
      List.of("bearer", "basic", "api-key", "oauth2", "proxied", "certified");

  private final TempFolder folder = TempFolder.of("store");
  private final SimulatedTarget quoting =
      SimulatedTarget.start(Behaviour.chosenBy(PlantedSecrets::quote));

  private static Reply quote(Arrival arrival) {
    return Reply.status(422)
        .withBody(
            arrival.request().path()
                + arrival.request().headers()
                + arrival.request().body().text());
  }

  /** The shared broker's properties with passwords beside them, which it does not ask for. */
  static Map<String, Object> kafka() {
    Map<String, Object> kafka = new HashMap<>(TestKafka.properties());
    kafka.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"ci\" password=\"CANARY-kafka\";");
    kafka.put("ssl.keystore.password", "CANARY-kafka-store");
    kafka.put("ssl.key.password", "CANARY-kafka-key");
    return kafka;
  }

  /** Keys beside the targets. */
  static String service(int adminPort) {
    return """
    schemaRegistry:
      url: "http://127.0.0.1:1"
      basic.auth.credentials.source: USER_INFO
      basic.auth.user.info: "ci:CANARY-registry"
    admin: { port: %d, tokens: { read: "%s", write: "%s" } }"""
        .formatted(adminPort, READ, WRITE);
  }

  /** A target for each kind of credentials. */
  String targets() {
    URI there = quoting.uri("/hook");
    String begin = "  - { name: %s, type: http, url: '" + there + "', ";
    return String.format(begin, "bearer")
        + "auth: { type: bearer, token: CANARY-bearer } }\n"
        + String.format(begin, "basic")
        + "auth: { type: basic, user: ci, password: CANARY-basic } }\n"
        + String.format(begin, "api-key")
        + "auth: { type: api-key, header: X-Api-Key, key: CANARY-api-key } }\n"
        + String.format(begin, "oauth2")
        + "auth: { type: oauth2, clientId: ci, clientSecret: CANARY-oauth2, tokenUrl: '%s' } }\n"
            .formatted(quoting.uri("/token"))
        + String.format(begin.replace(there.getAuthority(), "there.example.com"), "proxied")
        + "proxy: '%s', proxyUser: ci, proxyPassword: CANARY-proxy }\n".formatted(quoting.uri(""))
        + String.format(begin, "certified")
        + "tls: { keyStore: '%s', keyStorePassword: CANARY-store } }\n".formatted(keyStore());
  }

  /** Targets that a configuration must not have, each for a slot with a secret in it. */
  static String mistaken() {
    return """
      - { name: bad-address, type: webhook, url: "http://ci:CANARY@127.0.0.1/hook" }
      - { name: bad-secret, type: webhook, url: "http://127.0.0.1/hook", secret: CANARY }
      - { name: bad-token, type: webhook, url: "http://127.0.0.1/hook", auth: { type: bearer, token: "CANARY\\n" } }
      - { name: bad-kind, type: datadog, apiKey: [ CANARY ] }
    """;
  }

  private Path keyStore() {
    try {
      Path file = folder.resolve("client.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "client",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=client",
                  "-keystore",
                  file.toString(),
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  "CANARY-store")
              .redirectErrorStream(true)
              .start();
      String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError(output);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    quoting.close();
    folder.close();
  }
}
