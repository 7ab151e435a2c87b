package io.deploycast.cli.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import java.net.ConnectException;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ValueFormatTest {
  private final DeploymentEvent event =
      DeploymentEvent.builder("event-0123456789", "1", Instant.parse("2012-07-08T11:14:15Z"))
          .build();

  /** Writes what it is given behind a word of its configuration. */
  public static final class Marking implements Serializer<JsonNode> {
    private String mark = "";

    @Override
    public void configure(Map<String, ?> properties, boolean key) {
      mark = String.valueOf(properties.get("mark"));
    }

    @Override
    public byte[] serialize(String topic, JsonNode tree) {
      if (mark.equals("away")) {
        throw new SerializationException("cannot register", new ConnectException("refused"));
      }
      if (mark.equals("wrong")) {
        throw new SerializationException("does not fit");
      }
      return (mark + tree.path("id").textValue()).getBytes(UTF_8);
    }
  }

  private byte[] write(Map<String, Object> properties) {
    return ValueFormat.of(properties, System.nanoTime()).serialize("deployments", event);
  }

  private static Map<String, Object> marking(String mark) {
    return Map.of("value.serializer", Marking.class.getName(), "mark", mark);
  }

  @Test
  void writesPlainJsonUnlessToldOtherwise() {
    assertThat(write(Map.of())).isEqualTo(EventJson.toBytes(event));
    assertThat(write(Map.of("value.serializer", StringSerializer.class.getName())))
        .isEqualTo(EventJson.toBytes(event));
  }

  @Test
  void givesTheEventToAnotherSerializer() {
    assertThat(write(marking("m-"))).isEqualTo("m-event-0123456789".getBytes(UTF_8));
  }

  @Test
  void saysWhatAnotherSerializersFailureMeans() {
    assertThatThrownBy(() -> write(marking("away")))
        .isInstanceOfSatisfying(
            FailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("cannot register")
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> write(marking("wrong")))
        .isInstanceOfSatisfying(
            FailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessageContaining("does not fit");
  }

  @Test
  void saysThatThereIsNoSuchSerializer() {
    assertThatThrownBy(() -> write(Map.of("value.serializer", "io.example.Absent")))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("'io.example.Absent'")
        .hasMessageContaining("DEPLOYCAST_CLASSPATH");
    assertThatThrownBy(() -> write(Map.of("value.serializer", "java.lang.String")))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("ClassCastException");
  }
}
