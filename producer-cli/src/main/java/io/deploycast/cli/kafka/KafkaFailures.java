package io.deploycast.cli.kafka;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.network.InvalidReceiveException;

/** What a Kafka client's exception means for the user, by its type. */
public final class KafkaFailures {
  private KafkaFailures() {}

  /** A failure of any command, as far as the exception alone tells. */
  public static FailedException failureOf(KafkaException error) {
    return denied(error)
        .or(() -> unusable(error))
        .orElseGet(
            () ->
                find(error, TimeoutException.class)
                    .map(
                        e ->
                            new FailedException(
                                ExitCode.UNREACHABLE, "no answer in time: " + text(e)))
                    .orElseGet(
                        () -> new FailedException(ExitCode.INTERNAL, "Kafka: " + text(error))));
  }

  /** A failure before the topic's metadata was obtained: nothing was sent. */
  public static FailedException beforeMetadata(KafkaException error, String topic, String servers) {
    if (find(error, UnknownTopicOrPartitionException.class).isPresent()) {
      return noSuchTopic(topic, servers);
    }
    return denied(error)
        .or(() -> unusable(error))
        .orElseGet(
            () ->
                new FailedException(
                    ExitCode.UNREACHABLE,
                    "broker %s must be reachable, did not answer in time; check --bootstrap-servers"
                        .formatted(servers)));
  }

  public static FailedException noSuchTopic(String topic, String servers) {
    return new FailedException(
        ExitCode.UNREACHABLE,
        "topic '%s' does not exist on %s; run 'deploycast topics create'"
            .formatted(topic, servers));
  }

  /**
   * A failure to make a client at all. Kafka tells an unknown host name by the same type as a
   * malformed property.
   */
  public static FailedException opening(KafkaException error, String servers) {
    boolean noneResolves =
        find(error, ConfigException.class).isPresent()
            && Arrays.stream(servers.split(","))
                .map(String::strip)
                .filter(server -> server.matches("[^:/]+:\\d{1,5}"))
                .map(server -> server.substring(0, server.lastIndexOf(':')))
                .anyMatch(host -> new InetSocketAddress(host, 0).isUnresolved());
    return noneResolves
        ? new FailedException(
            ExitCode.UNREACHABLE,
            "broker %s must have a name that resolves; check --bootstrap-servers"
                .formatted(servers))
        : beforeMetadata(error, "", servers);
  }

  /**
   * A failure after the record was handed to the client: unless it says otherwise, it may be there.
   */
  static FailedException afterSend(KafkaException error, String topic, String eventId) {
    Optional<FailedException> denied = denied(error);
    if (denied.isPresent()) {
      return denied.get();
    }
    if (find(error, RecordTooLargeException.class).isPresent()) {
      return new FailedException(
          ExitCode.INVALID, "topic '%s' does not take a record of this size".formatted(topic));
    }
    return unknown(topic, eventId, text(error));
  }

  /** Nobody knows whether the record is there. */
  static FailedException unknown(String topic, String eventId, String why) {
    return new FailedException(
        ExitCode.UNKNOWN,
        "outcome unknown: event %s may be on topic '%s' or not (%s); publishing again with --event-id %s is safe for targets that know the event by its id"
            .formatted(eventId, topic, why, eventId));
  }

  private static Optional<FailedException> denied(KafkaException error) {
    Optional<TopicAuthorizationException> topic = find(error, TopicAuthorizationException.class);
    if (topic.isPresent()) {
      return Optional.of(
          deniedBecause("not authorised on topic " + topic.get().unauthorizedTopics()));
    }
    if (find(error, ClusterAuthorizationException.class).isPresent()) {
      return Optional.of(deniedBecause("not authorised on the cluster (IdempotentWrite)"));
    }
    return find(error, AuthorizationException.class)
        .map(e -> deniedBecause("not authorised: " + text(e)))
        .or(
            () ->
                find(error, AuthenticationException.class)
                    .map(e -> deniedBecause("authentication failed: " + text(e))))
        .or(
            () ->
                find(error, LoginException.class)
                    .map(e -> deniedBecause("login failed: " + text(e))));
  }

  private static FailedException deniedBecause(String why) {
    return new FailedException(ExitCode.DENIED, why);
  }

  private static Optional<FailedException> unusable(KafkaException error) {
    return find(error, ConfigException.class)
        .map(
            e ->
                new FailedException(
                    ExitCode.USAGE, "Kafka client properties must be valid: " + text(e)))
        .or(
            () ->
                find(error, InvalidReceiveException.class)
                    .map(
                        e ->
                            new FailedException(
                                ExitCode.UNREACHABLE,
                                "what answers is no Kafka broker, or wants TLS: " + text(e))));
  }

  /** The exception of that type among the error and its causes. */
  static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
        return Optional.of(type.cast(e));
      }
    }
    return Optional.empty();
  }

  private static String text(Throwable error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}
