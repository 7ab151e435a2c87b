package io.deploycast.schema.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.ReadResult.Invalid;
import io.deploycast.schema.ReadResult.Valid;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordReaderTest {
  private static final String ID = "event-0123456789";
  private static final byte[] JSON =
      "{\"id\":\"%s\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\",\"new\":1}"
          .formatted(ID)
          .getBytes(UTF_8);
  private static final UUID GUID = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");

  private final StubRegistry registry = new StubRegistry();
  private final RecordReader reader =
      RecordReader.with(
          new EventReader(),
          new SchemaLookups(
              registry.settings(), SubjectNameStrategy.subjects("deployments"), System::nanoTime));

  @AfterEach
  void close() {
    registry.close();
  }

  private ReadResult read(byte[] value) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    Optional<ReadResult> result = Optional.empty();
    while (result.isEmpty() && System.nanoTime() < deadline) {
      result = reader.read(value, new RecordHeaders());
    }
    return result.orElseThrow();
  }

  private static byte[] guidFrame() {
    return ByteBuffer.allocate(17)
        .put((byte) 1)
        .putLong(GUID.getMostSignificantBits())
        .putLong(GUID.getLeastSignificantBits())
        .array();
  }

  @Test
  void readsPlainAndFramedValues() {
    registry.knows(258, "JSON", "deployments-DeploymentEvent");
    byte[] framed = WireFormat.frame(258, JSON);

    assertThat(framed).startsWith(0, 0, 0, 1, 2, '{');
    assertThat(read(framed))
        .isInstanceOfSatisfying(
            Valid.class,
            valid -> {
              assertThat(valid.event().id()).isEqualTo(ID);
              assertThat(valid.event().json().has("new")).isTrue();
            });
    assertThat(read(JSON)).isInstanceOf(Valid.class);
    assertThat(registry.asked).hasSize(2);
  }

  @Test
  void readsAFramedValueByTheOpenSchema() {
    registry.knows(1, "JSON", "DeploymentEvent");

    assertThat(read(WireFormat.frame(1, "{\"release\":7}".getBytes(UTF_8))))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> assertThat(invalid.reason()).isEqualTo(DeadLetterReason.SCHEMA_INVALID));
    assertThat(read(WireFormat.frame(1, new byte[0])))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> assertThat(invalid.reason()).isEqualTo(DeadLetterReason.INVALID_JSON));
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
        Arguments.of(new byte[] {0}, "a schema id of 4 bytes after magic byte 00, had 0"),
        Arguments.of(new byte[] {0, 0, 0, 1}, "a schema id of 4 bytes after magic byte 00, had 3"),
        Arguments.of(new byte[] {1, 2, 3}, "was magic byte 01"),
        Arguments.of(new byte[] {2, '{', '}'}, "was magic byte 02"),
        Arguments.of(new byte[] {8}, "was magic byte 08"),
        Arguments.of(guidFrame(), "was framed with the GUID " + GUID),
        Arguments.of(WireFormat.frame(-1, JSON), "not negative, was -1"));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void saysWhatIsWrongWithAFrameAndAsksNobody(byte[] value, String words) {
    assertThat(read(value))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> {
              assertThat(invalid.reason()).isEqualTo(DeadLetterReason.SCHEMA_UNKNOWN);
              assertThat(invalid.violation().message()).contains(words);
            });
    assertThat(registry.asked).isEmpty();
  }

  @Test
  void saysThatAnIdInAHeaderAloneIsNotRead() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("__value_schema_id", guidFrame());

    assertThat(reader.read(JSON, headers))
        .hasValueSatisfying(
            result ->
                assertThat(result.toString())
                    .contains("SCHEMA_UNKNOWN")
                    .contains("__value_schema_id only (GUID " + GUID)
                    .contains("PrefixSchemaIdSerializer"));
    assertThat(reader.read(JSON, new RecordHeaders().add("__value_schema_id", null)))
        .containsInstanceOf(Valid.class);
  }

  @Test
  void saysWhatToConfigureWhereThereIsNoRegistry() {
    RecordReader plain = RecordReader.plain(new EventReader());

    assertThat(plain.read(WireFormat.frame(9, JSON), new RecordHeaders()).orElseThrow().toString())
        .contains("SCHEMA_UNKNOWN")
        .contains("framed with schema id 9")
        .contains("set schemaRegistry.url");
    assertThat(plain.read(JSON, new RecordHeaders())).containsInstanceOf(Valid.class);
    assertThat(plain.read(null, new RecordHeaders())).containsInstanceOf(Invalid.class);
  }

  @Test
  void knowsTheSubjectsOfEachStrategy() {
    assertThat(SubjectNameStrategy.subjects("releases"))
        .isEqualTo(Set.of("releases-value", "DeploymentEvent", "releases-DeploymentEvent"));
  }
}
