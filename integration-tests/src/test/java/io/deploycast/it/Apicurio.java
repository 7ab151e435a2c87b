package io.deploycast.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.sandbox.net.FreePort;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A schema registry as a process of its own, on loopback, with the Confluent REST API. It keeps its
 * schemas in a file, so that they are there again after it was killed.
 */
final class Apicurio implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final String API = "/apis/ccompat/v7";

  private final int port = FreePort.choose(new Random());
  private final TempFolder folder = TempFolder.of("apicurio");
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  Apicurio() {
    start();
    // Also when the tests end before they close it.
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** Does not wait. */
  void start() {
    Path home = Path.of(System.getProperty("deploycast.apicurio"));
    try (var files = Files.newDirectoryStream(home, "*-runner.jar")) {
      Path jar = files.iterator().next();
      process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx384m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-Djava.io.tmpdir=" + folder.path(),
                      "-Dquarkus.http.host=127.0.0.1",
                      "-Dquarkus.http.port=" + port,
                      "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:%s;WRITE_DELAY=0"
                          .formatted(folder.resolve("registry")),
                      "-jar",
                      jar.toString()))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("apicurio.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReady() {
    await("the schema registry to be ready")
        .atMost(READY)
        .pollInterval(Duration.ofMillis(200))
        .until(this::isReady);
  }

  private boolean isReady() {
    try {
      URI health = URI.create("http://127.0.0.1:%d/health/ready".formatted(port));
      HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + port + API;
  }

  /** Registers a schema, past our client; returns its id. */
  int register(String subject, String type, String schema) {
    JsonNode body =
        JsonNodeFactory.instance.objectNode().put("schemaType", type).put("schema", schema);
    return call("POST", "/subjects/" + subject + "/versions", body.toString()).path("id").asInt();
  }

  JsonNode call(String method, String path, String body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + path))
              .method(method, BodyPublishers.ofString(body))
              .header("Content-Type", "application/vnd.schemaregistry.v1+json")
              .build();
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new AssertionError(
            "%s %s: %d %s"
                .formatted(
                    method,
                    path,
                    response.statusCode(),
                    new String(response.body(), StandardCharsets.UTF_8)));
      }
      return EventJson.mapper().readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try (folder) {
      kill();
    }
  }
}
