package io.deploycast.cli.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.EventSchema;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's serializer of JSON trees in place of ours: {@code value.serializer=CLASS}. It is
 * given the event as a Jackson tree; Confluent's is given the schema with it, in the envelope that
 * it knows:
 *
 * <pre>{"schema":{…},"payload":{…}}</pre>
 */
final class OtherSerializer implements Serializer<DeploymentEvent> {
  private static final String WITH_ENVELOPE =
      "io.confluent.kafka.serializers.json.KafkaJsonSchemaSerializer";

  private final String name;
  private final Serializer<Object> serializer;

  private OtherSerializer(String name, Serializer<Object> serializer) {
    this.name = name;
    this.serializer = serializer;
  }

  /**
   * Makes and configures it.
   *
   * @throws FailedException when there is no such serializer
   */
  @SuppressWarnings("unchecked") // What it takes shows when it is given an event.
  static OtherSerializer of(String name, Map<String, Object> properties) {
    try {
      Serializer<Object> serializer = Utils.newInstance(name, Serializer.class);
      serializer.configure(properties, false);
      return new OtherSerializer(name, serializer);
    } catch (ClassNotFoundException | ClassCastException | LinkageError e) {
      throw new FailedException(
          ExitCode.USAGE,
          "value.serializer must be a serializer on the class path, was '%s' (%s); put its jar into DEPLOYCAST_CLASSPATH"
              .formatted(name, e.getClass().getSimpleName()));
    } catch (KafkaException | IllegalArgumentException e) {
      throw new FailedException(
          ExitCode.USAGE, "value.serializer %s does not start: %s".formatted(name, e.getMessage()));
    }
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable DeploymentEvent event) {
    if (event == null) {
      return null;
    }
    ObjectNode tree = EventJson.toTree(event);
    ObjectNode given = tree;
    if (name.equals(WITH_ENVELOPE)) {
      given = tree.objectNode();
      given.set("schema", EventSchema.registered());
      given.set("payload", tree);
    }
    try {
      return serializer.serialize(topic, given);
    } catch (RuntimeException e) {
      boolean away = KafkaFailures.find(e, IOException.class).isPresent();
      throw new FailedException(
          away ? ExitCode.UNREACHABLE : ExitCode.INVALID,
          "value.serializer %s makes no value of the event: %s".formatted(name, words(e)));
    }
  }

  @Override
  public void close() {
    serializer.close();
  }

  private static String words(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == error ? String.valueOf(error.getMessage()) : error.getMessage() + ": " + root;
  }
}
