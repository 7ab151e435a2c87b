package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service and command line with the oldest broker that is supported, a process of its own. */
class OldestBrokerIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path JARS = DeployFiles.path("integration-tests/oldest-broker/target/jars");

  @TempDir private Path folder;
  private Process broker;
  private String servers;

  @BeforeEach
  void startBroker() throws Exception {
    Random random = new Random();
    int port = FreePort.choose(random);
    servers = "127.0.0.1:" + port;
    Path settings = folder.resolve("server.properties");
    Files.writeString(settings, settings(port, FreePort.choose(random)));
    Process format =
        java(
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            settings.toString());
    assertThat(format.waitFor()).as(log()).isZero();
    broker = java("kafka.Kafka", settings.toString());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      await("the broker")
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty());
    }
  }

  @AfterEach
  void stopBroker() {
    broker.destroyForcibly();
  }

  private String settings(int port, int controller) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    controller.listener.names=CONTROLLER
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
    log.dirs=%3$s
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    group.initial.rebalance.delay.ms=0
    group.min.session.timeout.ms=1000
    auto.create.topics.enable=false
    """
        .formatted(port, controller, folder.resolve("data"));
  }

  private Process java(String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-cp", JARS + "/*"));
    line.addAll(List.of(command));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("broker.log"));
  }

  @Test
  void publishesDeliversRetriesBuriesAndStopsCleanly() throws Exception {
    String version = statedVersion();
    assertThat(JARS.resolve("kafka_2.13-" + version + ".jar")).exists();
    assertThat(JARS.resolve("kafka-clients-" + version + ".jar")).exists();
    try (Installation installation =
        new Installation("oldest", Map.of("bootstrap.servers", servers))) {
      installation.target("one", SimulatedTarget.start(failingOnce(id("old", 1), id("old", 50))));
      installation.target("two", SimulatedTarget.start(Behaviour.ok()));
      String yaml = installation.yaml("timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]");
      try (AppProcess app = AppProcess.startReady(yaml)) {
        CliProcess.Result published =
            CliProcess.run(
                "publish",
                "2016.20",
                "--event-id",
                id("by-command", 0),
                "--topic",
                installation.topics.deployments(),
                "--bootstrap-servers",
                servers);
        assertThat(published.exitCode()).as(published.err()).isZero();
        installation.publish("old", 100, 7);
        installation.awaitAllDelivered(SOON);
        await()
            .atMost(SOON)
            .until(() -> installation.target("two").deliveredIds().contains(id("by-command", 0)));
        app.terminate(SOON);
        for (String target : installation.targetNames()) {
          installation
              .verdict(target, List.of())
              .expect(Guarantee.NOTHING_MISSING, Guarantee.NOTHING_REPEATED);
        }
        assertThat(installation.read(installation.topics.receipts())).hasSizeGreaterThan(200);
      }
    }
  }

  private static Behaviour failingOnce(String... ids) {
    return Behaviour.answers(500, 200).forEvents(Set.of(ids), Behaviour.ok());
  }

  private static String statedVersion() {
    var stated =
        Pattern.compile("Kafka brokers ([0-9.]+) or newer")
            .matcher(DeployFiles.text("docs/operations.md"));
    assertThat(stated.find()).isTrue();
    return stated.group(1);
  }
}
