package io.deploycast.cli.doctor;

import static io.deploycast.cli.doctor.Finding.failed;
import static io.deploycast.cli.doctor.Finding.ok;
import static io.deploycast.cli.doctor.Finding.warning;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.kafka.KafkaFailures;
import io.deploycast.schema.topic.BrokerAnswers;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TopicCheck;
import io.deploycast.schema.topic.TopicFinding;
import io.deploycast.schema.topic.TopicFinding.Severity;
import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import io.deploycast.schema.topic.TopicSpec;
import io.deploycast.schema.topic.TopicState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks a cluster what a CI job would find out the hard way. Writes nothing. Blocks for as long as
 * the admin client's time-outs allow.
 */
public final class ClusterDiagnosis {
  /** How long a broker on the way to production may take to accept a connection. */
  private static final int CONNECT_MILLIS = 2_000;

  private final Admin admin;
  private final Map<String, Object> client;
  private final TopicNames topics;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();

  public ClusterDiagnosis(
      Admin admin, Map<String, Object> client, TopicNames topics, InstantSource clock) {
    this.admin = admin;
    this.client = Map.copyOf(client);
    this.topics = topics;
    this.clock = clock;
  }

  /** The findings, in the order of the questions; after a failed connection there are no others. */
  public List<Finding> diagnose() {
    if (connects()) {
      rights(topics.deployments(), AclOperation.WRITE, true);
      rights(topics.receipts(), AclOperation.READ, false);
      topics();
      findings.add(new ClockComparison(admin, clock).against(topics.deployments()));
    }
    return findings;
  }

  private boolean connects() {
    try {
      DescribeClusterResult cluster = admin.describeCluster();
      Collection<Node> nodes = BrokerAnswers.get(cluster.nodes());
      findings.add(
          ok(
              "connection",
              "%d broker%s of cluster %s"
                  .formatted(
                      nodes.size(),
                      nodes.size() == 1 ? "" : "s",
                      BrokerAnswers.get(cluster.clusterId()))));
      findings.add(ok("authentication", authentication()));
      nodes.forEach(this::reach);
      return true;
    } catch (KafkaException e) {
      FailedException failure = KafkaFailures.failureOf(e);
      boolean denied = failure.exitCode() == ExitCode.DENIED;
      findings.add(
          failed(
              denied ? "authentication" : "connection",
              String.valueOf(failure.getMessage()),
              denied
                  ? "check user, password and mechanism in --command-config, and with TLS the"
                      + " truststore"
                  : "check --bootstrap-servers, the firewall, and whether the listener wants TLS"
                      + " (security.protocol)",
              failure.exitCode()));
      return false;
    }
  }

  private String authentication() {
    Object protocol = client.getOrDefault("security.protocol", "PLAINTEXT");
    return protocol.toString().startsWith("SASL")
        ? "logged in with %s over %s"
            .formatted(client.getOrDefault("sasl.mechanism", "GSSAPI"), protocol)
        : protocol + ", without a user";
  }

  /** The brokers name themselves, and not always so that everybody can reach them. */
  private void reach(Node node) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(node.host(), node.port()), CONNECT_MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      findings.add(
          failed(
              "connection",
              "broker %d calls itself %s:%d, which cannot be reached from here"
                  .formatted(node.id(), node.host(), node.port()),
              "correct the broker's advertised.listeners, or this machine's name service",
              ExitCode.UNREACHABLE));
    }
  }

  private void rights(String topic, AclOperation needed, boolean toPublish) {
    String check = "rights";
    String advice =
        "kafka-acls --bootstrap-server %s --add --allow-principal User:NAME --operation %s"
                .formatted(client.get("bootstrap.servers"), name(needed))
            + " --operation Describe --topic %s".formatted(topic);
    try {
      Set<AclOperation> may =
          BrokerAnswers.get(
                  admin
                      .describeTopics(
                          List.of(topic),
                          new DescribeTopicsOptions().includeAuthorizedOperations(true))
                      .allTopicNames())
              .values()
              .iterator()
              .next()
              .authorizedOperations();
      if (may == null || may.contains(needed)) {
        findings.add(ok(check, "may %s topic '%s'".formatted(verb(needed), topic)));
        return;
      }
    } catch (UnknownTopicOrPartitionException e) {
      return;
    } catch (AuthorizationException e) {
      // Not even Describe.
    } catch (KafkaException e) {
      findings.add(warning(check, text(e), "try again"));
      return;
    }
    String seen = "may not %s topic '%s'".formatted(verb(needed), topic);
    findings.add(
        toPublish
            ? failed(check, seen, advice, ExitCode.DENIED)
            : warning(check, seen + ", which only --wait-for needs", advice));
  }

  private void topics() {
    List<String> names =
        new TopicPlan(topics, TopicSettings.DEFAULT)
            .shared().stream().map(TopicSpec::name).toList();
    Map<String, TopicState> states;
    try {
      states = new ClusterTopics(admin).describe(names);
    } catch (AuthorizationException e) {
      topicsWithoutSettings(names);
      return;
    } catch (KafkaException e) {
      findings.add(warning("topics", text(e), "try again"));
      return;
    }
    List<TopicFinding> problems = TopicCheck.of(topics, Map.of(), states);
    for (TopicFinding problem : problems) {
      boolean publishes = problem.topic().equals(topics.deployments());
      findings.add(
          publishes && problem.severity() == Severity.ERROR
              ? failed("topics", problem.message(), "", ExitCode.INVALID)
              : warning("topics", problem.message(), ""));
    }
    if (problems.isEmpty()) {
      findings.add(ok("topics", "all %d shared topics are fine".formatted(names.size())));
    }
  }

  /** What a user without the right to read settings can still find out. */
  private void topicsWithoutSettings(List<String> names) {
    Set<String> seen = new TreeSet<>();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, answer) -> {
              try {
                TopicDescription unused = BrokerAnswers.get(answer);
                seen.add(name);
              } catch (KafkaException e) {
                // Missing or not for this user; brokers do not tell which.
              }
            });
    if (!seen.contains(topics.deployments())) {
      findings.add(
          failed(
              "topics",
              "topic '%s' does not exist, or not for this user".formatted(topics.deployments()),
              "run 'deploycast topics create' as a user who may",
              ExitCode.UNREACHABLE));
      return;
    }
    findings.add(
        ok("topics", "exist: %s; their settings are not for this user to read".formatted(seen)));
  }

  private static String verb(AclOperation operation) {
    return operation == AclOperation.WRITE ? "write to" : "read";
  }

  private static String name(AclOperation operation) {
    return operation == AclOperation.WRITE ? "Write" : "Read";
  }

  private static String text(KafkaException error) {
    return String.valueOf(KafkaFailures.failureOf(error).getMessage());
  }
}
