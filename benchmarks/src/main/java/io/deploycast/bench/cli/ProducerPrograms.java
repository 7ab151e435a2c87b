package io.deploycast.bench.cli;

import io.deploycast.schema.topic.TopicNames;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs that are compared, each as its users start it. */
final class ProducerPrograms {
  /** What {@code kafka-run-class.sh} gives every tool. */
  private static final List<String> KAFKA_OPTIONS = List.of("-Xmx512M", "-server", "-XX:+UseG1GC");

  /** As the launcher starts our own. */
  private static final List<String> QUICK =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xlog:disable");

  private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private final String bootstrapServers;
  private final Path folder;

  ProducerPrograms(String bootstrapServers, Path folder) {
    this.bootstrapServers = bootstrapServers;
    this.folder = folder;
  }

  /** Ours, by the launcher. */
  TimedProgram publish() {
    return new TimedProgram(
        "deploycast publish",
        List.of(launcher(), "publish", "1", "--bootstrap-servers", bootstrapServers),
        "");
  }

  TimedProgram help() {
    return new TimedProgram(
        "deploycast publish --help", List.of(launcher(), "publish", "--help"), "");
  }

  /** Ours, without a launcher or any option. */
  TimedProgram jarAlone() {
    return new TimedProgram(
        "java -jar deploycast-cli.jar publish",
        List.of(
            java,
            "-jar",
            property("deploycast.cli.jar"),
            "publish",
            "1",
            "--bootstrap-servers",
            bootstrapServers),
        "");
  }

  /** Kafka's, without the shell script around it, which would add to its time. */
  TimedProgram consoleProducer() {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(KAFKA_OPTIONS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "org.apache.kafka.tools.ConsoleProducer",
            "--bootstrap-server",
            bootstrapServers,
            "--topic",
            TopicNames.DEFAULT));
    return new TimedProgram("kafka-console-producer", command, "value\n");
  }

  /** The least, with an archive of its own classes. */
  TimedProgram minimalProducer() throws IOException, InterruptedException {
    String main = MinimalProducer.class.getName();
    String classPath = minimalClassPath();
    Path classes = folder.resolve("minimal.classes");
    Path archive = folder.resolve("minimal.jsa");
    // Without a provider the logging facade would say so.
    String silent = "-Dslf4j.internal.verbosity=ERROR";
    List<String> sent =
        List.of(silent, "-cp", classPath, main, bootstrapServers, TopicNames.DEFAULT);
    prepare(List.of("-XX:DumpLoadedClassList=" + classes), sent);
    prepare(
        List.of(
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + classes,
            "-XX:SharedArchiveFile=" + archive),
        List.of("-cp", classPath));
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(QUICK);
    command.add("-XX:SharedArchiveFile=" + archive);
    command.addAll(sent);
    return new TimedProgram("minimal producer", command, "");
  }

  private void prepare(List<String> options, List<String> rest)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(QUICK);
    command.addAll(options);
    command.addAll(rest);
    int exitCode =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start()
            .waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException("the minimal producer must be archived: " + command);
    }
  }

  /** Its own class, the client and the logging facade, which without a provider is silent. */
  private static String minimalClassPath() throws IOException {
    Path own = Path.of(property("deploycast.bench.folder"));
    try (Stream<Path> jars = Files.list(own)) {
      return jars.filter(
              jar ->
                  jar.getFileName().toString().matches("(benchmarks|kafka-clients|slf4j-api)-.*"))
          .map(Path::toString)
          .sorted()
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static String launcher() {
    return property("deploycast.launcher");
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "system property '%s' must be set; start with './deploycast bench cli'".formatted(name));
    }
    return value;
  }
}
