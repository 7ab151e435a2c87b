package io.deploycast.bench.stage;

import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.net.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The delivery service, from the jar that users run. */
public final class Service implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int OK = 200;

  private final JavaProgram program;
  private final URI health;
  private final long startedNanos;

  private Service(JavaProgram program, URI health, long startedNanos) {
    this.program = program;
    this.health = health;
    this.startedNanos = startedNanos;
  }

  /** Starts it; does not wait. */
  static Service start(Path folder, String bootstrapServers, ServiceSettings settings) {
    int port = FreePort.choose(new Random());
    try {
      Path config = folder.resolve("service-%d.yaml".formatted(port));
      Files.writeString(config, settings.yaml(bootstrapServers, port));
      long now = System.nanoTime();
      JavaProgram program =
          JavaProgram.start(
              folder.resolve("service-%d.log".formatted(port)),
              ServiceSettings.JVM_OPTIONS,
              List.of("-jar", jar(), "run", "--config", config.toString()));
      return new Service(program, URI.create("http://" + Loopback.HOST + ":" + port + "/"), now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jar() {
    String jar = System.getProperty("deploycast.app.jar");
    if (jar == null) {
      throw new IllegalStateException(
          "system property 'deploycast.app.jar' must be set; start with './deploycast bench'");
    }
    return jar;
  }

  /** Waits until every target is ready; returns how long that took from the start. */
  public Duration awaitReady() {
    await("the service to be ready")
        .atMost(READY_LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              program.requireAlive();
              return get("health/ready").statusCode() == OK;
            });
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** {@link System#nanoTime} when it was started. */
  public long startedNanos() {
    return startedNanos;
  }

  /**
   * A meter's value, summed over the series that have all of these tags; 0 without any.
   *
   * @throws IllegalStateException when the service does not say
   */
  public double meter(String name, String... tags) {
    Answer metrics = get("metrics");
    if (metrics.statusCode() != OK) {
      throw new IllegalStateException("the service must answer /metrics: " + metrics);
    }
    return metrics
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(tags).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  public JavaProgram program() {
    return program;
  }

  @Override
  public void close() {
    program.close();
  }

  private record Answer(int statusCode, String body) {}

  private Answer get(String path) {
    try {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(health.resolve(path)).timeout(ANSWER_LIMIT).build(),
              BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
