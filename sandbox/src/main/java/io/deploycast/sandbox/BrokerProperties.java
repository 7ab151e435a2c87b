package io.deploycast.sandbox;

import io.deploycast.sandbox.net.Loopback;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The broker's {@code server.properties}: one node that is broker and controller, on loopback only,
 * tuned to start fast and to notice failures fast. Pure, but for {@link #write}.
 */
final class BrokerProperties {
  private static final String NODE = "1";
  private static final String PLAIN_LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  private BrokerProperties() {}

  static Properties of(Path dataFolder, BrokerPorts ports, LocalKafkaOptions options) {
    Properties properties = new Properties();
    identity(properties, dataFolder, ports);
    if (options.secured()) {
      securedListeners(properties, ports, options.users());
    } else {
      openListeners(properties, ports);
    }
    properties.putAll(ONE_NODE);
    properties.putAll(FAST_FAILURES);
    properties.putAll(SMALL);
    properties.putAll(options.properties());
    return properties;
  }

  /** Only the owner may read the file: it can hold passwords. */
  static Path write(Properties properties, Path file) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "written by LocalKafka at every start");
    }
    return file;
  }

  private static void identity(Properties properties, Path dataFolder, BrokerPorts ports) {
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", NODE);
    properties.put(
        "controller.quorum.voters", "%s@%s:%d".formatted(NODE, Loopback.HOST, ports.controller()));
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("log.dirs", dataFolder.resolve("log").toString());
  }

  private static void openListeners(Properties properties, BrokerPorts ports) {
    properties.put(
        "listeners", listener("CLIENT", ports.client()) + "," + controllerListener(ports));
    properties.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "CLIENT");
  }

  private static void securedListeners(
      Properties properties, BrokerPorts ports, Map<String, String> users) {
    properties.put(
        "listeners",
        listener("CLIENT", ports.client())
            + ","
            + listener("INTERNAL", ports.internal())
            + ","
            + controllerListener(ports));
    properties.put(
        "listener.security.protocol.map",
        "CLIENT:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "INTERNAL");
    properties.put("listener.name.client.sasl.enabled.mechanisms", "PLAIN");
    properties.put("listener.name.client.plain.sasl.jaas.config", serverLogin(users));
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.put("allow.everyone.if.no.acl.found", "false");
    // The broker and its controller speak to each other as ANONYMOUS.
    properties.put("super.users", "User:" + LocalKafkaOptions.ADMIN + ";User:ANONYMOUS");
  }

  static String clientLogin(String user, String password) {
    return PLAIN_LOGIN + " username=\"%s\" password=\"%s\";".formatted(user, password);
  }

  private static String serverLogin(Map<String, String> users) {
    return users.entrySet().stream()
        .map(user -> " user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
        .sorted()
        .collect(Collectors.joining("", PLAIN_LOGIN, ";"));
  }

  private static String controllerListener(BrokerPorts ports) {
    return listener("CONTROLLER", ports.controller());
  }

  private static String listener(String name, int port) {
    return "%s://%s:%d".formatted(name, Loopback.HOST, port);
  }

  /** A single node cannot keep the usual three copies. */
  private static final Map<String, String> ONE_NODE =
      Map.ofEntries(
          Map.entry("default.replication.factor", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          // A topic that is missing is a fault that has to show.
          Map.entry("auto.create.topics.enable", "false"));

  /** Kafka's defaults wait for networks; here a dead member or broker is noticed in seconds. */
  private static final Map<String, String> FAST_FAILURES =
      Map.ofEntries(
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "1000"),
          Map.entry("broker.session.timeout.ms", "2000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          // Retention that a test waits for happens within a second or two.
          Map.entry("log.retention.check.interval.ms", "1000"),
          Map.entry("log.segment.delete.delay.ms", "1000"));

  /** Few threads, files and buffers: the start is what tests pay for, and 2 cores are shared. */
  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          Map.entry("background.threads", "2"),
          Map.entry("num.recovery.threads.per.data.dir", "1"),
          Map.entry("offsets.topic.num.partitions", "4"),
          Map.entry("transaction.state.log.num.partitions", "4"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("log.cleaner.threads", "1"),
          Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
          Map.entry("log.cleaner.io.buffer.size", "131072"));
}
