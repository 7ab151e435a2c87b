package io.deploycast.it;

import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.net.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The delivery service as a process of its own, from the jar that users run. */
final class AppProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final URI health;

  private AppProcess(Process process, Path log, URI health) {
    this.process = process;
    this.log = log;
    this.health = health;
  }

  /** Starts it with this configuration, to which a health port is added; does not wait. */
  static AppProcess start(String yaml, String... options) {
    try {
      Path folder = Files.createTempDirectory("deploycast-it-app");
      int port = FreePort.choose(new Random());
      Path config =
          Files.writeString(
              folder.resolve("deploycast.yaml"),
              yaml + "health: { host: 127.0.0.1, port: %d }\n".formatted(port));
      Path log = folder.resolve("app.log");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx256m",
                  "-jar",
                  System.getProperty("deploycast.app.jar"),
                  "run",
                  "--config",
                  config.toString()));
      command.addAll(List.of(options));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new AppProcess(
          process, log, URI.create("http://127.0.0.1:%d/health/ready".formatted(port)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and waits until it is ready. */
  static AppProcess startReady(String yaml, String... options) {
    AppProcess app = start(yaml, options);
    app.awaitReady();
    return app;
  }

  void awaitReady() {
    await("the service to be ready")
        .atMost(READY)
        .pollInterval(Duration.ofMillis(100))
        .failFast(this::refuseTheDead)
        .until(() -> health().statusCode() == 200);
  }

  private void refuseTheDead() {
    if (!process.isAlive()) {
      throw new AssertionError("the service ended:\n" + log());
    }
  }

  /** What {@code /health/ready} answers; status 0 when nobody does. */
  record Health(int statusCode, String body) {}

  Health health() {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build(),
                  HttpResponse.BodyHandlers.ofString());
      return new Health(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Health(0, e.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /** SIGTERM; returns how long it took to end. */
  Duration terminate(Duration bound) {
    long began = System.nanoTime();
    process.destroy();
    awaitExit(bound);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  int exitCode() {
    return process.exitValue();
  }

  void awaitExit(Duration bound) {
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the service did not end within " + bound + ":\n" + log());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }
}
