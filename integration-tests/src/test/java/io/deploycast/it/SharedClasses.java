package io.deploycast.it;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Archives of the classes that the two programs load, made once by a run of each: tests start them
 * again and again, and half of a start is spent on loading classes. Without an archive the JVM says
 * nothing and loads them itself.
 *
 * @see <a href="https://openjdk.org/jeps/350">JEP 350: dynamic class-data sharing archives</a>
 */
final class SharedClasses {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private SharedClasses() {}

  private static final class OfService {
    static final Path ARCHIVE = file("service");

    static {
      try (Installation installation = Installation.onSharedBroker("archive")) {
        installation.target("one", SimulatedTarget.start(Behaviour.ok()));
        String yaml = installation.yaml("retry: [ { delay: 1s, attempts: 1 } ]");
        try (AppProcess app = AppProcess.startPlain(making(ARCHIVE), yaml)) {
          app.awaitReady();
          installation.publish("archive", 3, 3);
          installation.awaitAllDelivered(LIMIT);
          app.terminate(LIMIT);
        }
      }
    }
  }

  private static final class OfCommandLine {
    static final Path ARCHIVE = file("cli");

    static {
      try (Installation installation = Installation.onSharedBroker("archive")) {
        List<String> publish =
            CliProcess.command(
                making(ARCHIVE),
                "publish",
                "2016.20",
                "--bootstrap-servers",
                TestKafka.bootstrapServers(),
                "--topic",
                installation.topics.deployments());
        CliProcess.start(Map.of(), publish).await();
      }
    }
  }

  /** Options of a JVM that is to run the delivery service. */
  static List<String> ofService() {
    return using(OfService.ARCHIVE);
  }

  /** Options of a JVM that is to run the command line. */
  static List<String> ofCommandLine() {
    return using(OfCommandLine.ARCHIVE);
  }

  private static List<String> making(Path archive) {
    return List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable");
  }

  private static List<String> using(Path archive) {
    return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off");
  }

  private static Path file(String program) {
    try {
      Path folder = Files.createTempDirectory("deploycast-it-classes");
      Path archive = folder.resolve(program + ".jsa");
      folder.toFile().deleteOnExit();
      archive.toFile().deleteOnExit();
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
