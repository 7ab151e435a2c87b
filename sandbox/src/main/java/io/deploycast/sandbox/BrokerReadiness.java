package io.deploycast.sandbox;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;

/** Asks a broker until it says that it is in the cluster and not fenced. */
final class BrokerReadiness {
  /** One question; a broker that is up answers within milliseconds. */
  private static final int QUESTION_MILLIS = 2_000;

  /** Short against a start of seconds, long against the cost of a question. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Map<String, Object> clientProperties;
  private final BooleanSupplier running;

  BrokerReadiness(Map<String, Object> clientProperties, BooleanSupplier running) {
    this.clientProperties = new HashMap<>(clientProperties);
    this.clientProperties.put("request.timeout.ms", QUESTION_MILLIS);
    this.clientProperties.put("default.api.timeout.ms", QUESTION_MILLIS);
    // While nothing listens the client would otherwise pause up to a second between its tries.
    this.clientProperties.put("reconnect.backoff.max.ms", PAUSE.toMillis());
    this.running = running;
  }

  void await(Duration limit, Supplier<String> subject, Supplier<String> diagnosis) {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Admin admin = Admin.create(clientProperties)) {
      while (!isReady(admin)) {
        if (!running.getAsBoolean()) {
          throw new IllegalStateException(
              "%s must be running, but has ended; %s".formatted(subject.get(), diagnosis.get()));
        }
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException(
              "%s must be ready within %s, but was not; %s"
                  .formatted(subject.get(), limit, diagnosis.get()));
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException("interrupted while waiting for " + subject.get());
        }
      }
    }
  }

  private static boolean isReady(Admin admin) {
    DescribeClusterResult cluster =
        admin.describeCluster(new DescribeClusterOptions().includeFencedBrokers(true));
    try {
      Collection<Node> nodes = cluster.nodes().get(QUESTION_MILLIS, TimeUnit.MILLISECONDS);
      return !nodes.isEmpty() && nodes.stream().noneMatch(Node::isFenced);
    } catch (ExecutionException | TimeoutException | KafkaException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
