package io.deploycast.app.topology;

import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.flow.RecordLimits;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicCheck;
import io.deploycast.schema.topic.TopicFinding;
import io.deploycast.schema.topic.TopicFinding.Severity;
import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import io.deploycast.schema.topic.TopicSpec;
import io.deploycast.schema.topic.TopicState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a target's topics are there and fit, before Kafka Streams looks for them: it
 * stops for good when a source topic is missing. Shared by all targets, so that each warning is
 * logged once. Thread-safe.
 */
public final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  private final TopicNames names;
  private final TopicSettings settings;
  private final boolean create;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /** How long the log keeps an event, in seconds; not a number until it was looked at. */
  private volatile double logRetention = Double.NaN;

  TopicSetup(TopicNames names, TopicSettings settings, boolean create) {
    this.names = names;
    this.settings = settings;
    this.create = create;
  }

  /**
   * Creates what is missing, if it may, and checks all.
   *
   * @return the record limits of the topics that copies are written to
   * @throws NotReadyException when a topic is missing or unfit; names every one
   */
  RecordLimits ensure(Admin admin, TargetName target, List<Duration> delays) {
    ClusterTopics cluster = new ClusterTopics(admin);
    List<TopicSpec> needed = needed(cluster, target, delays);
    if (create) {
      List<String> created = cluster.create(needed);
      if (!created.isEmpty()) {
        LOG.atInfo()
            .addKeyValue("target", target)
            .addKeyValue("topic", created)
            .log("created topics");
      }
    }
    Map<String, TopicState> states =
        cluster.describe(needed.stream().map(TopicSpec::name).toList());
    List<TopicFinding> findings = TopicCheck.of(names, Map.of(target, delays), states);
    refuseErrors(findings);
    findings.forEach(finding -> warnOnce(finding.message()));
    logRetention = seconds(states.get(names.deployments()));
    return limits(states);
  }

  /**
   * Creates the topics of a replay, whatever the configuration says of others: they are gone when
   * it has ended.
   *
   * @return the record limits of the topics that copies are written to
   * @throws NotReadyException when a topic of the target is missing or unfit
   */
  RecordLimits ensureReplay(
      Admin admin, TargetName target, ReplayName replay, List<Duration> delays) {
    ClusterTopics cluster = new ClusterTopics(admin);
    TopicState log = cluster.describe(List.of(names.deployments())).get(names.deployments());
    TopicSettings actual = log == null ? settings : settings.withLogPartitions(log.partitions());
    List<TopicSpec> own = new TopicPlan(names, actual).ofReplay(target, replay.text(), delays);
    cluster.create(own);
    List<String> copies = new ArrayList<>(own.stream().map(TopicSpec::name).toList());
    copies.add(names.deadLetters());
    return limits(cluster.describe(copies));
  }

  /**
   * The delays no longer configured in whose topics events of the target still wait; they are to be
   * drained. Warns of topics whose target is not configured, and leaves them alone.
   */
  List<Duration> leftovers(
      Admin admin, TargetConfig target, String group, Set<String> configuredTargets) {
    LeftoverTopics leftovers = new LeftoverTopics(admin, names);
    for (String unknown : leftovers.unknownTargets(configuredTargets)) {
      warnOnce(
          "there are topics of target '%s', which is not configured; events that wait in them stay there"
              .formatted(unknown));
    }
    List<Duration> delays = leftovers.delays(target.name(), target.retry().delays(), group);
    for (Duration delay : delays) {
      warnOnce(
          "topic '%s' still holds events, its delay is no longer configured; it is drained"
              .formatted(names.retry(target.name(), delay)));
    }
    return delays;
  }

  /** How long the log keeps an event, in seconds; infinite for ever, NaN while not known. */
  public double logRetentionSeconds() {
    return logRetention;
  }

  private static double seconds(@Nullable TopicState log) {
    if (log == null) {
      return Double.NaN;
    }
    return log.retentionMillis() < 0 ? Double.POSITIVE_INFINITY : log.retentionMillis() / 1_000.0;
  }

  private void warnOnce(String message) {
    if (warned.add(message)) {
      LOG.atWarn().log(message);
    }
  }

  private List<TopicSpec> needed(ClusterTopics cluster, TargetName target, List<Duration> delays) {
    TopicState log = cluster.describe(List.of(names.deployments())).get(names.deployments());
    TopicSettings actual = log == null ? settings : settings.withLogPartitions(log.partitions());
    List<TopicSpec> needed = new ArrayList<>(new TopicPlan(names, settings).shared());
    needed.addAll(new TopicPlan(names, actual).of(target, delays));
    return needed;
  }

  private static void refuseErrors(List<TopicFinding> findings) {
    String errors =
        findings.stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(TopicFinding::message)
            .collect(Collectors.joining("; "));
    if (!errors.isEmpty()) {
      throw new NotReadyException(errors);
    }
  }

  private static RecordLimits limits(Map<String, TopicState> states) {
    Map<String, Integer> maxBytes = new HashMap<>();
    states.forEach((name, state) -> maxBytes.put(name, state.maxMessageBytes()));
    return new RecordLimits(maxBytes);
  }
}
