package io.deploycast.cli.training;

import io.deploycast.cli.Main;
import io.deploycast.cli.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * Does what CI does, against a broker in this JVM that is none. Run it while the JVM records, with
 * the options of later runs:
 *
 * <pre>
 * java -XX:DumpLoadedClassList=LIST -cp deploycast-cli.jar io.deploycast.cli.training.Training
 * java -Xshare:dump -XX:SharedClassListFile=LIST -XX:SharedArchiveFile=FILE -cp deploycast-cli.jar
 *
 * java -XX:AOTCacheOutput=FILE -cp deploycast-cli.jar io.deploycast.cli.training.Training   (JDK 25)
 * </pre>
 */
public final class Training {
  /** Variables of a CI system, so that detection is rehearsed, too. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GITHUB_ACTIONS", "true", "GITHUB_REPOSITORY", "training/training", "GITHUB_RUN_ID", "1");

  private Training() {}

  public static void main(String[] arguments) throws IOException {
    try (TrainingBroker broker = TrainingBroker.start()) {
      String[] publish = {"publish", "1", "--bootstrap-servers", broker.bootstrapServers()};
      // The first as a process would, to standard output; the others in silence.
      int code = Main.runAsProcess(publish);
      run("--help");
      run("publish", "--help");
      run("publish", "1", "2012-07-08 11:14:15", "--dry-run", "--output", "json");
      run("publish", "--no-such-option");
      code += run(publish);
      if (code != 0) {
        System.err.println("deploycast: the training was not acknowledged; starts may be slower");
        System.exit(1);
      }
    }
  }

  private static int run(String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            ENVIRONMENT,
            InstantSource.system(),
            ZoneId::systemDefault,
            System.nanoTime(),
            new PrintWriter(PrintWriter.nullWriter()),
            new PrintWriter(PrintWriter.nullWriter()));
    return Main.run(arguments, surroundings);
  }
}
