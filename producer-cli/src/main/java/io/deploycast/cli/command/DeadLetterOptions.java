package io.deploycast.cli.command;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.deadletter.DeadLetterAccess;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.Redriver;
import io.deploycast.schema.deadletter.UnknownGroupException;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which dead letters a command means, and how to get at them. */
final class DeadLetterOptions {
  @Mixin private KafkaOptions kafka;

  @Option(names = "--target", paramLabel = "NAME", description = "Only those of this target.")
  private @Nullable String target;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only those with this reason: ${COMPLETION-CANDIDATES}.")
  private @Nullable DeadLetterReason reason;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only those whose last attempt had this HTTP status, or none.")
  private @Nullable String status;

  @Option(names = "--service", paramLabel = "NAME", description = "Only those of this service.")
  private @Nullable String service;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      converter = KafkaOptions.DurationConverter.class,
      description = "Only those given up longer ago than that.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--newer-than",
      paramLabel = "DURATION",
      converter = KafkaOptions.DurationConverter.class,
      description = "Only those given up within that time.")
  private @Nullable Duration newerThan;

  @Option(
      names = "--application-prefix",
      paramLabel = "PREFIX",
      defaultValue = "deploycast",
      description = "The service's application.prefix; default: deploycast.")
  private String applicationPrefix = "deploycast";

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json; default: table.")
  private Format output = Format.TABLE;

  /** What is written to standard output. */
  private enum Format {
    TABLE,
    JSON
  }

  boolean isJson() {
    return output == Format.JSON;
  }

  DeadLetterAccess access(Surroundings surroundings) {
    return new DeadLetterAccess(
        kafka.topics(), applicationPrefix, kafka.properties(surroundings.err()), kafka.timeout());
  }

  /**
   * What the options ask for.
   *
   * @param key the record key of one dead letter, or null
   * @throws FailedException for values that no dead letter can have
   */
  DeadLetterFilter filter(@Nullable String key, Surroundings surroundings) {
    Instant now = surroundings.clock().instant();
    try {
      return new DeadLetterFilter(
          key,
          target,
          reason,
          status,
          service,
          newerThan == null ? null : now.minus(newerThan),
          olderThan == null ? null : now.minus(olderThan));
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.USAGE, "--status: " + e.getMessage());
    }
  }

  /**
   * The target whose dead letters are worked on: the one that is named, or the key's.
   *
   * @throws FailedException when neither says it
   */
  TargetName oneTarget(@Nullable String key) {
    String name = target != null || key == null ? target : key.substring(0, bar(key));
    if (name == null) {
      throw new FailedException(ExitCode.USAGE, "--target or KEY must say whose dead letters");
    }
    try {
      return new TargetName(name);
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static int bar(String key) {
    int bar = key.indexOf('|');
    return bar < 0 ? key.length() : bar;
  }

  Redriver redriver(@Nullable String key, Surroundings surroundings) {
    return new Redriver(access(surroundings), oneTarget(key), surroundings.clock());
  }

  /** Asks the brokers, and puts into words what only dead letters can go wrong with. */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (UnknownGroupException e) {
      throw new FailedException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    } catch (UnknownTopicOrPartitionException e) {
      throw new FailedException(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }
}
