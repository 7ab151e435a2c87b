package io.deploycast.bench.cli;

import io.deploycast.bench.Bar;
import io.deploycast.bench.Figure;
import io.deploycast.bench.Figures;
import io.deploycast.sandbox.LocalKafka;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times {@code publish} against a local broker beside Kafka's console producer and a minimal
 * producer, each a process from start to end; the programs take turns, so that a busy moment hits
 * all of them.
 */
@Command(
    name = "cli",
    description = "How long a publish takes, beside other producers.",
    mixinStandardHelpOptions = true)
public final class CliBench implements Callable<Integer> {
  /** Of the time of Kafka's own console producer, which sends one record. */
  private static final double OF_CONSOLE_PRODUCER = 0.5;

  /** Of the time of the least a Java program can do, started the same way. */
  private static final double OF_MINIMAL = 1.25;

  private static final double HELP_MILLIS = 400;

  @Option(
      names = "--rounds",
      defaultValue = "10",
      description = "Runs of each program; default: 10.")
  private int rounds = 10;

  @Mixin private Figures results;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("deploycast-bench-cli");
    List<Figure> figures;
    try (LocalKafka kafka = LocalKafka.asProcess(folder.resolve("kafka"))) {
      createTopics(kafka);
      figures = measure(new ProducerPrograms(kafka.bootstrapServers(), folder));
    } finally {
      Utils.delete(folder.toFile());
    }
    return results.report(figures);
  }

  private List<Figure> measure(ProducerPrograms programs) throws IOException, InterruptedException {
    TimedProgram ours = programs.publish();
    TimedProgram console = programs.consoleProducer();
    TimedProgram minimal = programs.minimalProducer();
    TimedProgram jar = programs.jarAlone();
    TimedProgram help = programs.help();
    List<TimedProgram> all = List.of(ours, console, minimal, jar, help);
    for (TimedProgram program : all) {
      program.warmUp();
    }
    for (int round = 0; round < rounds; round++) {
      for (TimedProgram program : all) {
        program.run();
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (TimedProgram program : all) {
      figures.add(
          new Figure(
              program.name(),
              program.medianMillis(),
              "ms",
              program == help ? Bar.atMost(HELP_MILLIS) : null));
    }
    figures.add(ratio(ours, console, OF_CONSOLE_PRODUCER));
    figures.add(ratio(ours, minimal, OF_MINIMAL));
    return figures;
  }

  private static Figure ratio(TimedProgram one, TimedProgram other, double bar) {
    return new Figure(
        one.name() + " / " + other.name(),
        one.medianMillis() / other.medianMillis(),
        "ratio",
        Bar.atMost(bar));
  }

  private static void createTopics(LocalKafka kafka) {
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      new ClusterTopics(admin)
          .create(
              new TopicPlan(new TopicNames(TopicNames.DEFAULT), TopicSettings.DEFAULT).shared());
    }
  }
}
