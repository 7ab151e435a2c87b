package io.deploycast.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The broker as a process of its own, which can be stopped, killed and started again. */
final class ProcessBroker implements BrokerRun {
  /** A clean stop takes about a second; a busy machine is given the time of a slow one. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Path dataFolder;
  private final BrokerPorts ports;
  private final Properties properties;
  private final boolean shortLived;
  private @Nullable Process process;

  ProcessBroker(Path dataFolder, BrokerPorts ports, Properties properties, boolean shortLived) {
    this.dataFolder = dataFolder;
    this.ports = ports;
    this.properties = properties;
    this.shortLived = shortLived;
  }

  @Override
  public void start() throws IOException {
    Files.createDirectories(dataFolder);
    Path settings = BrokerProperties.write(properties, dataFolder.resolve("process.properties"));
    process =
        new ProcessBuilder(command(settings))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
            .start();
  }

  @Override
  public void stop() {
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    if (!ended(running)) {
      running.destroyForcibly();
      throw new IllegalStateException(
          "the broker must stop within %s of SIGTERM; it was killed, %s"
              .formatted(STOP_LIMIT, diagnosis()));
    }
  }

  @Override
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      if (!ended(running)) {
        throw new IllegalStateException("process %d outlived SIGKILL".formatted(running.pid()));
      }
    }
  }

  @Override
  public boolean running() {
    return process != null && process.isAlive();
  }

  @Override
  public long pid() {
    Process started = process;
    if (started == null) {
      throw new IllegalStateException("the broker was never started; call start() first");
    }
    return started.pid();
  }

  @Override
  public String diagnosis() {
    return "its output is in " + output();
  }

  private Path output() {
    return dataFolder.resolve("broker.out");
  }

  private List<String> command(Path settings) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // What the broker needs at test scale; it takes about 350 MB in all.
        "-Xmx384m",
        "-XX:+UseSerialGC",
        // 4 is what the JVM does when it is told nothing.
        "-XX:TieredStopAtLevel=" + (shortLived ? 1 : 4),
        "-cp",
        System.getProperty("java.class.path"),
        LocalKafkaMain.class.getName(),
        "--data=" + dataFolder,
        "--port=" + ports.client(),
        "--properties=" + settings,
        "--with-parent");
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
