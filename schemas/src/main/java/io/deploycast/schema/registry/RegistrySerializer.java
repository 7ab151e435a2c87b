package io.deploycast.schema.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.EventSchema;
import io.deploycast.schema.EventSchema.UnusableSchemaException;
import io.deploycast.schema.InvalidEventException;
import io.deploycast.schema.Violation;
import io.deploycast.schema.registry.RegistryException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka serializer of the framed value format. Asks the registry once for a topic and blocks until
 * it answers. For one thread.
 */
public final class RegistrySerializer implements Serializer<DeploymentEvent> {
  private final SchemaRegistry registry;
  private final Use use;
  private final Map<String, Writer> writers = new HashMap<>();

  /**
   * Which schema a value is framed with.
   *
   * @param register whether a schema that is not there is registered
   * @param latest else, whether it is the newest of its subject, whatever that says, rather than
   *     the event's own, which then has to be there
   */
  public record Use(SubjectNameStrategy subject, boolean register, boolean latest) {}

  /** A schema's id, and the rules it adds where it is not the event's own. */
  private record Writer(int id, Consumer<DeploymentEvent> check) {}

  public RegistrySerializer(SchemaRegistry registry, Use use) {
    this.registry = registry;
    this.use = use;
  }

  /**
   * @throws RegistryException when the registry gives no id
   * @throws InvalidEventException when the event breaks a rule of the schema it is framed with
   */
  @Override
  public byte @Nullable [] serialize(String topic, @Nullable DeploymentEvent event) {
    if (event == null) {
      return null;
    }
    Writer writer = writers.computeIfAbsent(use.subject().subject(topic), this::writer);
    byte[] json = EventJson.toBytes(event);
    writer.check().accept(event);
    return WireFormat.frame(writer.id(), json);
  }

  private Writer writer(String subject) {
    if (use.register()) {
      return new Writer(registry.register(subject).id(), event -> {});
    }
    if (!use.latest()) {
      return new Writer(registry.find(subject).id(), event -> {});
    }
    RegisteredSchema latest =
        registry
            .latest(subject)
            .orElseThrow(
                () ->
                    new RegistryException(
                        Kind.REFUSED,
                        "subject '%s' must have a schema, had none; run 'deploycast schema register'"
                            .formatted(subject)));
    EventSchema rules = rules(latest);
    return new Writer(latest.id(), event -> check(event, rules, latest));
  }

  private static EventSchema rules(RegisteredSchema latest) {
    try {
      if (latest.type().equals(RegisteredSchema.JSON)) {
        return EventSchema.foreign(EventJson.mapper().readTree(latest.text()));
      }
      throw unusable(latest, "it is " + latest.type() + ", not JSON");
    } catch (JsonProcessingException | UnusableSchemaException e) {
      throw unusable(latest, String.valueOf(e.getMessage()));
    }
  }

  private static void check(DeploymentEvent event, EventSchema rules, RegisteredSchema latest) {
    Optional<Violation> violation;
    try {
      violation = rules.firstViolation(EventJson.toTree(event));
    } catch (UnusableSchemaException e) {
      throw unusable(latest, String.valueOf(e.getMessage()));
    }
    if (violation.isPresent()) {
      throw new InvalidEventException(violation.get());
    }
  }

  private static RegistryException unusable(RegisteredSchema latest, String why) {
    return new RegistryException(
        Kind.REFUSED,
        "schema version %d of subject '%s' must be one that events can be checked by: %s"
            .formatted(latest.version(), latest.subject(), why));
  }
}
