package io.deploycast.sandbox.demo;

import io.deploycast.sandbox.LocalKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole system on one machine: what {@code ./deploycast demo} starts. */
@Command(
    name = "demo",
    description = {
      "Starts a real Kafka, four simulated monitoring tools and the delivery service, publishes real"
          + " events and shows them arrive, retry and recover. Runs until Ctrl-C."
    },
    mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
  @Option(
      names = "--once",
      description = "Publish 30 events and end; exit 0 only when every target has every event.")
  private boolean once;

  private Demo() {}

  /** Ends with 0 when all went well, 1 when an event did not arrive, 2 when an option is wrong. */
  public static void main(String[] args) {
    // Before the first logger: logback reads it once.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/deploycast/sandbox/logback-sandbox.xml");
    }
    System.exit(new CommandLine(new Demo()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Programs programs = Programs.fromSystemProperties();
    Path folder = Files.createTempDirectory("deploycast-demo");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    System.out.println("starting a local Kafka ...");
    try (LocalKafka kafka = LocalKafka.asProcess(Files.createDirectory(folder.resolve("kafka")));
        Scenario scenario = Scenario.start(programs, kafka.bootstrapServers(), folder)) {
      return once ? scenario.playOnce() : scenario.playOn();
    }
  }

  /** The log of the service goes with the folder, except when a run failed: then it was shown. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
