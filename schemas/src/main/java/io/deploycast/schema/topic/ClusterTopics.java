package io.deploycast.schema.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What topics a cluster has, and their creation. Every call blocks until the brokers answer or the
 * admin client's {@code default.api.timeout.ms} is over.
 */
public final class ClusterTopics {
  /** How long metadata of a new topic takes to reach every broker, at the very most. */
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Admin admin;

  public ClusterTopics(Admin admin) {
    this.admin = admin;
  }

  /**
   * The state of those topics that exist.
   *
   * @throws KafkaException as the brokers answered
   */
  public Map<String, TopicState> describe(Collection<String> topics) {
    Map<String, TopicDescription> found = new LinkedHashMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach((topic, future) -> existing(future).ifPresent(it -> found.put(topic, it)));
    if (found.isEmpty()) {
      return Map.of();
    }
    Map<ConfigResource, KafkaFuture<Config>> configs =
        admin
            .describeConfigs(found.keySet().stream().map(ClusterTopics::resource).toList())
            .values();
    Map<String, TopicState> states = new LinkedHashMap<>();
    configs.forEach(
        (resource, future) -> {
          TopicDescription description = found.get(resource.name());
          if (description != null) {
            int partitions = description.partitions().size();
            states.put(
                resource.name(),
                new TopicState(resource.name(), partitions, texts(BrokerAnswers.get(future))));
          }
        });
    return states;
  }

  /** The names of all topics that begin so. */
  public Set<String> namesBeginningWith(String prefix) {
    return BrokerAnswers.get(admin.listTopics().names()).stream()
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toSet());
  }

  /**
   * Creates those that are missing; one that somebody else creates meanwhile is as good.
   *
   * @return the names of those created
   * @throws KafkaException as the brokers answered
   */
  public List<String> create(Collection<TopicSpec> specs) {
    Set<String> existing = describe(specs.stream().map(TopicSpec::name).toList()).keySet();
    List<NewTopic> missing =
        specs.stream()
            .filter(spec -> !existing.contains(spec.name()))
            .map(
                spec ->
                    new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor())
                        .configs(spec.configs()))
            .toList();
    if (missing.isEmpty()) {
      return List.of();
    }
    List<String> created =
        admin.createTopics(missing).values().entrySet().stream()
            .filter(entry -> created(entry.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    awaitVisible(missing.stream().map(NewTopic::name).toList());
    return created;
  }

  /** A broker may answer for a moment as if a topic just created were not there. */
  private void awaitVisible(List<String> topics) {
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (describe(topics).size() < topics.size() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static boolean created(KafkaFuture<Void> future) {
    try {
      BrokerAnswers.get(future);
      return true;
    } catch (TopicExistsException e) {
      return false;
    }
  }

  private static Optional<TopicDescription> existing(KafkaFuture<TopicDescription> future) {
    try {
      return Optional.of(BrokerAnswers.get(future));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> texts(Config config) {
    Map<String, String> texts = new HashMap<>();
    for (ConfigEntry entry : config.entries()) {
      if (entry.value() != null) {
        texts.put(entry.name(), entry.value());
      }
    }
    return texts;
  }
}
