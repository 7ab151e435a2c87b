package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Reads {@code kafka}: properties of Kafka's clients under Kafka's own names. */
final class KafkaReader {
  /** Prefixes by which Streams tells its clients apart. */
  private static final List<String> PREFIXES =
      List.of(
          StreamsConfig.MAIN_CONSUMER_PREFIX,
          StreamsConfig.CONSUMER_PREFIX,
          StreamsConfig.PRODUCER_PREFIX,
          StreamsConfig.ADMIN_CLIENT_PREFIX);

  private static final String BOOTSTRAP = "bootstrap.servers";

  /** Kafka itself only looks at them when it connects. */
  private static final Pattern ADDRESSES =
      Pattern.compile("[^,\\s]+:[0-9]{1,5}(\\s*,\\s*[^,\\s]+:[0-9]{1,5})*");

  private static final String GUARANTEE = "the delivery guarantee rests on it";

  private static final String RAW = "records are passed on byte for byte";

  /** Properties that are not the user's to set, and why. */
  static final Map<String, String> OWNED =
      Map.ofEntries(
          Map.entry("application.id", "set 'application.prefix' instead"),
          Map.entry("group.id", "set 'application.prefix' instead"),
          Map.entry("client.id", "it is made of the group and the instance"),
          Map.entry("group.instance.id", "set 'instance.id' instead"),
          Map.entry("auto.offset.reset", "set 'startFrom' of a target instead"),
          Map.entry("enable.auto.commit", GUARANTEE),
          Map.entry("processing.guarantee", GUARANTEE),
          Map.entry("isolation.level", GUARANTEE),
          Map.entry("acks", GUARANTEE),
          Map.entry("enable.idempotence", GUARANTEE),
          Map.entry("transactional.id", GUARANTEE),
          Map.entry("group.protocol", GUARANTEE),
          Map.entry("partition.assignment.strategy", GUARANTEE),
          Map.entry("default.client.supplier", GUARANTEE),
          Map.entry("deserialization.exception.handler", GUARANTEE),
          Map.entry("default.deserialization.exception.handler", GUARANTEE),
          Map.entry("production.exception.handler", GUARANTEE),
          Map.entry("default.production.exception.handler", GUARANTEE),
          Map.entry("processing.exception.handler", GUARANTEE),
          Map.entry("num.stream.threads", "one thread serves a target; start more instances"),
          Map.entry("max.task.idle.ms", "a topic that is held would keep the log waiting"),
          Map.entry("allow.auto.create.topics", "topics are created with their own settings"),
          Map.entry("key.serializer", RAW),
          Map.entry("value.serializer", RAW),
          Map.entry("key.deserializer", RAW),
          Map.entry("value.deserializer", RAW),
          Map.entry("default.key.serde", RAW),
          Map.entry("default.value.serde", RAW));

  private static final SortedMap<String, ConfigDef.ConfigKey> KNOWN = known();

  private final Section section;

  KafkaReader(Section section) {
    this.section = section;
  }

  Map<String, Object> read() {
    if (!section.has(BOOTSTRAP)) {
      section.problem(BOOTSTRAP, "is required, such as localhost:9092");
    }
    Map<String, Object> properties = new HashMap<>();
    for (String key : section.values().keySet()) {
      // Kafka gives some properties a meaning when they are empty.
      section
          .parsed(key, section.anyText(key), text -> checked(key, text))
          .ifPresent(value -> properties.put(key, value));
    }
    return properties;
  }

  /** The value when the property is fine. */
  private String checked(String key, String text) {
    String name = withoutPrefix(key);
    String reason = OWNED.get(name);
    if (reason != null) {
      throw new IllegalArgumentException("must not be set: " + reason);
    }
    ConfigDef.ConfigKey known = KNOWN.get(name);
    if (known == null) {
      refuseTypingError(key, name);
      return text;
    }
    if (name.equals(BOOTSTRAP) && !ADDRESSES.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be host:port, several separated by commas, was '" + Excerpt.of(text) + "'");
    }
    requireValid(known, text);
    return text;
  }

  /** Plug-ins bring properties of their own, so a strange name may be right. */
  private void refuseTypingError(String key, String name) {
    Optional<String> meant = Suggestion.closest(name, KNOWN.keySet());
    if (meant.isPresent()) {
      throw new IllegalArgumentException(
          "is not a property of Kafka's clients; did you mean '" + meant.get() + "'?");
    }
    section
        .reading()
        .problems()
        .warn(section.at(key), "is not a property of Kafka's clients; passed on as it is");
  }

  private static void requireValid(ConfigDef.ConfigKey known, String text) {
    try {
      Object value = ConfigDef.parseType(known.name, text, known.type);
      if (known.validator != null) {
        known.validator.ensureValid(known.name, value);
      }
    } catch (ConfigException e) {
      String seen = known.type == ConfigDef.Type.PASSWORD ? "" : ", was '" + Excerpt.of(text) + "'";
      throw new IllegalArgumentException(
          "must be what Kafka takes for it, %s%s%s"
              .formatted(
                  known.type.toString().toLowerCase(Locale.ROOT),
                  known.validator == null ? "" : " " + known.validator,
                  seen),
          e);
    }
  }

  private static String withoutPrefix(String key) {
    return PREFIXES.stream()
        .filter(key::startsWith)
        .findFirst()
        .map(prefix -> key.substring(prefix.length()))
        .orElse(key);
  }

  private static SortedMap<String, ConfigDef.ConfigKey> known() {
    SortedMap<String, ConfigDef.ConfigKey> known = new TreeMap<>();
    known.putAll(StreamsConfig.configDef().configKeys());
    known.putAll(AdminClientConfig.configDef().configKeys());
    known.putAll(ProducerConfig.configDef().configKeys());
    known.putAll(ConsumerConfig.configDef().configKeys());
    return known;
  }
}
