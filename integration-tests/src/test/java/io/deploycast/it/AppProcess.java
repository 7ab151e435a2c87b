package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.net.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The delivery service as a process of its own, from the jar that users run. */
final class AppProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String CONFIG = "deploycast.yaml";
  private static final String LOG = "app.log";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Has a program hear SIGHUP again. */
  private static final List<String> HEARING = List.of("env", "--default-signal=HUP");

  private final Process process;
  private final TempFolder folder;
  private final URI address;

  private AppProcess(Process process, TempFolder folder, URI address) {
    this.process = process;
    this.folder = folder;
    this.address = address;
  }

  /** Starts it with this configuration, to which a health port is added; does not wait. */
  static AppProcess start(String yaml, String... options) {
    return start(SharedClasses.ofService(), Map.of(), yaml, options);
  }

  /** The same without the archive of its classes. */
  static AppProcess startPlain(List<String> jvmOptions, String yaml) {
    return start(jvmOptions, Map.of(), yaml);
  }

  /** Starts it under these options of the JVM and with this environment; does not wait. */
  static AppProcess startWith(
      List<String> jvmOptions, Map<String, String> environment, String yaml) {
    List<String> all = new ArrayList<>(SharedClasses.ofService());
    all.addAll(jvmOptions);
    return start(all, environment, yaml);
  }

  private static AppProcess start(
      List<String> jvmOptions, Map<String, String> environment, String yaml, String... options) {
    try {
      TempFolder folder = TempFolder.of("app");
      int port = FreePort.choose(new Random());
      URI address = URI.create("http://127.0.0.1:%d/".formatted(port));
      List<String> command =
          commandLine(folder, jvmOptions, yaml + listeners(address, yaml), "run");
      command.addAll(List.of(options));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(LOG).toFile());
      builder.environment().putAll(environment);
      return new AppProcess(builder.start(), folder, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs another command of the app to its end; returns what it printed. */
  static String command(String yaml, String command, String... arguments) {
    try (TempFolder folder = TempFolder.of("app")) {
      List<String> line = commandLine(folder, SharedClasses.ofService(), yaml, command);
      line.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same to an end with that exit code; returns all that it printed. */
  static String commandEndingWith(int exitCode, String yaml, String command, String... arguments) {
    try (AppProcess process = startCommand(yaml, command, arguments)) {
      process.awaitExit(READY);
      assertThat(process.exitCode()).as(process.log()).isEqualTo(exitCode);
      return process.log();
    }
  }

  /** Starts another command of the app, of one word or two; does not wait. */
  static AppProcess startCommand(String yaml, String command, String... arguments) {
    try {
      TempFolder folder = TempFolder.of("app");
      List<String> line = commandLine(folder, SharedClasses.ofService(), yaml, command);
      line.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(LOG).toFile());
      return new AppProcess(builder.start(), folder, URI.create("http://127.0.0.1:1/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether whoever started the tests has SIGHUP ignored, as {@code nohup} does: it is inherited.
   */
  private static boolean isDeafToHangups() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Integer.parseInt(line.substring(line.length() - 1), 16) & 1) == 1);
  }

  private static List<String> commandLine(
      TempFolder folder, List<String> jvmOptions, String yaml, String command) throws IOException {
    Path config = Files.writeString(folder.resolve(CONFIG), yaml);
    List<String> line = new ArrayList<>(isDeafToHangups() ? HEARING : List.of());
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    line.addAll(jvmOptions);
    line.addAll(List.of("-jar", System.getProperty("deploycast.app.jar")));
    line.addAll(List.of(command.split(" ")));
    line.addAll(List.of("--config", config.toString()));
    return line;
  }

  private static String listeners(URI address, String yaml) {
    String health = "health: { host: 127.0.0.1, port: %d }\n".formatted(address.getPort());
    // Several run at once here, and the usual port is one.
    return yaml.contains("\nadmin:") ? health : health + "admin: { port: 0 }\n";
  }

  /** Another configuration for the running service, and SIGHUP, which makes it read that. */
  void reconfigure(String yaml) {
    try {
      Files.writeString(folder.resolve(CONFIG), yaml + listeners(address, yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    signal("HUP");
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

  /** What a path of the health listener answers; status 0 when nobody does. */
  record Health(int statusCode, String body) {}

  Health health() {
    return get("health/ready");
  }

  /** All meters, as Prometheus reads them. */
  String metrics() {
    return get("metrics").body();
  }

  /** A meter's value, summed over the series that have all of these tags; 0 without any. */
  double meter(String name, String... tags) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(tags).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Health get(String path) {
    try {
      HttpResponse<String> response =
          CLIENT.send(
              HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(2)).build(),
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

  /** SIGSTOP: it stands still and knows nothing of it. */
  void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("no signal %s for %d".formatted(name, process.pid()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
      return Files.readString(folder.resolve(LOG));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it unless it has ended; its log goes with it. */
  @Override
  public void close() {
    try (folder) {
      kill();
    }
  }
}
