package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import io.deploycast.schema.topic.DurationText;
import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code deploycast.yaml} into an {@link AppConfig}, or into all that is wrong with it.
 * Connects to nothing. Called once by {@code Main}; thread-safe.
 */
public final class ConfigLoader {
  private static final String DEFAULT_PREFIX = "deploycast";

  /** Kafka's rule for group ids, and room for the target's name. */
  private static final Pattern GROUP_PART = Pattern.compile("[a-zA-Z0-9._-]{1,150}");

  /** Kafka allows more, but each costs memory in every broker and instance. */
  private static final int MOST_PARTITIONS = 1_000;

  private static final Duration LEAST_RETENTION = Duration.ofMinutes(1);

  /** A millennium; the broker counts in milliseconds and would take more. */
  private static final Duration MOST_RETENTION = Duration.ofDays(365_000);

  private final TargetTypeCatalog types;
  private final Map<String, String> environment;

  /**
   * @param types the target types there are
   * @param environment what {@code ${env:NAME}} refers to
   */
  public ConfigLoader(TargetTypeCatalog types, Map<String, String> environment) {
    this.types = types;
    this.environment = Map.copyOf(environment);
  }

  /** Reads the file. Never throws for what the file holds. */
  public LoadResult load(Path file) {
    Problems problems = new Problems(file);
    Reading reading = new Reading(problems, environment);
    Optional<AppConfig> config =
        YamlFile.read(file, problems).flatMap(root -> read(root, file, reading));
    types.problems().forEach(problems::addElsewhere);
    return config.isPresent() && problems.isEmpty()
        ? new LoadResult.Loaded(config.get())
        : new LoadResult.Invalid(problems.sentences());
  }

  /** The keys a file can hold, found by reading it, for the test that reads their list. */
  SortedSet<String> keysAskedFor(Path file) {
    Problems problems = new Problems(file);
    Reading reading = new Reading(problems, environment);
    YamlFile.read(file, problems).ifPresent(root -> read(root, file, reading));
    return reading.keys();
  }

  private Optional<AppConfig> read(ConfigNode root, Path file, Reading reading) {
    if (!(root instanceof ConfigNode.Entries entries)) {
      reading.problems().add(root, "must be a map of keys and values, is " + root.kind());
      return Optional.empty();
    }
    Section top = new Section(entries, reading);
    Map<String, Object> kafka = new KafkaReader(top.section("kafka")).read();
    TopicNames names =
        top.parsed("topic", ConfigLoader::topicNames).orElse(new TopicNames(TopicNames.DEFAULT));
    RegistryConfig registry = new RegistryReader(top.section("schemaRegistry")).read(kafka, names);
    String prefix = prefix(top.section("application"));
    String instance = instance(top.section("instance"));
    Section topics = top.section("topics");
    boolean create = topics.flag("create").orElse(true);
    TopicSettings settings = topicSettings(topics);
    HealthConfig health = health(top.section("health"));
    AdminConfig admin = AdminReader.read(top.section("admin"));
    Section addresses = top.section("addresses");
    boolean privateAddresses = addresses.flag("private").orElse(true);
    addresses.refuseOthers();
    List<TargetConfig> targets = new TargetsReader(types, file).read(top);
    top.refuseOthers();
    return Optional.of(
        new AppConfig(
            names,
            settings,
            create,
            prefix,
            instance,
            health,
            admin,
            privateAddresses,
            kafka,
            registry,
            targets,
            reading.problems().warnings()));
  }

  private static String prefix(Section application) {
    String prefix = application.parsed("prefix", ConfigLoader::groupPart).orElse(DEFAULT_PREFIX);
    application.refuseOthers();
    return prefix;
  }

  private static @Nullable String instance(Section instance) {
    String id = instance.parsed("id", ConfigLoader::groupPart).orElse(null);
    instance.refuseOthers();
    return id;
  }

  private static TopicSettings topicSettings(Section topics) {
    int partitions =
        topics.integer("partitions", 1, MOST_PARTITIONS).orElse(TopicSettings.DEFAULT.partitions());
    Integer retryPartitions = topics.integer("retryPartitions", 1, MOST_PARTITIONS).orElse(null);
    short replication =
        topics
            .parsed("replicationFactor", ConfigLoader::replicationFactor)
            .orElse(TopicSettings.DEFAULT.replicationFactor());
    Duration retention = TopicSettings.DEFAULT.retention();
    if (topics.has("retention")) {
      retention = topics.parsed("retention", ConfigLoader::retention).flatMap(r -> r).orElse(null);
    }
    topics.refuseOthers();
    return new TopicSettings(partitions, retryPartitions, replication, retention);
  }

  private static HealthConfig health(Section health) {
    HealthConfig config =
        new HealthConfig(
            health.text("host").orElse(HealthConfig.DEFAULT.host()),
            health.integer("port", 0, 65_535).orElse(HealthConfig.DEFAULT.port()));
    health.refuseOthers();
    return config;
  }

  private static TopicNames topicNames(String text) {
    try {
      return new TopicNames(text);
    } catch (IllegalArgumentException e) {
      // Its message has a subject, and the key path is one already.
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage()).replaceFirst("^topic ", ""), e);
    }
  }

  private static String groupPart(String text) {
    if (!GROUP_PART.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be 1 to 150 characters of a-z A-Z 0-9 . _ -, was '" + Excerpt.of(text) + "'");
    }
    return text;
  }

  private static short replicationFactor(String text) {
    if (!text.matches("-1|[1-9][0-9]?")) {
      throw new IllegalArgumentException(
          "must be from 1 to 99, or -1 for the broker's default, was '" + Excerpt.of(text) + "'");
    }
    return Short.parseShort(text);
  }

  /** Empty for ever. */
  private static Optional<Duration> retention(String text) {
    if (text.equals("-1") || text.equals("forever")) {
      return Optional.empty();
    }
    Duration duration = DurationText.parse(text);
    if (duration.compareTo(LEAST_RETENTION) < 0 || duration.compareTo(MOST_RETENTION) > 0) {
      throw new IllegalArgumentException(
          "must be from %s to %s, or forever, was %s"
              .formatted(
                  DurationText.format(LEAST_RETENTION), DurationText.format(MOST_RETENTION), text));
    }
    return Optional.of(duration);
  }
}
