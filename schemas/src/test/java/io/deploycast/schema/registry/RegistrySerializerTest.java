package io.deploycast.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.InvalidEventException;
import io.deploycast.schema.registry.RegistryException.Kind;
import io.deploycast.schema.registry.RegistrySerializer.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySerializerTest {
  private static final String VERSIONS = "/subjects/deployments-value/versions";
  private static final String LATEST = VERSIONS + "/latest";

  private final StubRegistry registry = new StubRegistry();
  private final DeploymentEvent event =
      DeploymentEvent.builder(
              "event-0123456789", "a".repeat(50) + "!", Instant.parse("2012-07-08T11:14:15Z"))
          .build();

  @AfterEach
  void close() {
    registry.close();
  }

  private RegistrySerializer serializer(
      SubjectNameStrategy subject, boolean register, boolean latest) {
    long deadline = System.nanoTime() + Duration.ofSeconds(4).toNanos();
    return new RegistrySerializer(
        new SchemaRegistry(registry.settings(), true, deadline),
        new Use(subject, register, latest));
  }

  private byte[] write(boolean register, boolean latest) {
    return serializer(SubjectNameStrategy.TOPIC, register, latest).serialize("deployments", event);
  }

  private void expectFramed(byte[] written, int id) {
    assertThat(written).isEqualTo(WireFormat.frame(id, EventJson.toBytes(event)));
  }

  @Test
  void registersOnceAndFramesWithTheId() {
    registry.answers(VERSIONS, 200, "{\"id\":77}");
    RegistrySerializer serializer = serializer(SubjectNameStrategy.TOPIC, true, true);

    expectFramed(serializer.serialize("deployments", event), 77);
    expectFramed(serializer.serialize("deployments", event), 77);
    assertThat(registry.asked).containsExactly("POST " + VERSIONS + "?normalize=true");
    assertThat(serializer.serialize("deployments", null)).isNull();
  }

  @Test
  void findsTheSchemaUnderTheSubjectOfTheStrategy() {
    registry.answers("/subjects/de%20ploy-DeploymentEvent", 200, "{\"id\":5,\"version\":2}");

    byte[] written =
        serializer(SubjectNameStrategy.TOPIC_RECORD, false, false).serialize("de ploy", event);

    expectFramed(written, 5);
  }

  @Test
  void framesWithTheNewestSchemaWhenTheEventKeepsToIt() {
    registry.answers(
        LATEST, 200, StubRegistry.version("deployments-value", 3, 8, "{\"type\":\"object\"}"));

    expectFramed(write(false, true), 8);
  }

  @Test
  void refusesAnEventThatBreaksTheNewestSchema() {
    String schema = "{\"type\":\"object\",\"required\":[\"team\"]}";
    registry.answers(LATEST, 200, StubRegistry.version("deployments-value", 3, 8, schema));

    assertThatThrownBy(() -> write(false, true))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("/team is required, was missing");
  }

  @Test
  void takesNoTimeForAPatternThatBacktracksForEver() {
    String schema = "{\"properties\":{\"release\":{\"pattern\":\"^(a+)+$\"}}}";
    registry.answers(LATEST, 200, StubRegistry.version("deployments-value", 3, 8, schema));
    long began = System.nanoTime();

    assertThatThrownBy(() -> write(false, true))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("/release ");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"$ref\":\"http://127.0.0.1:%s/x\"}', http://127.0.0.1",
    "'{\"properties\":{\"release\":{\"$ref\":\"other.json\"}}}', other.json",
    "'{\"pattern\":\"(?=a)b\"}', RE2",
    "'{\"$schema\":\"urn:unheard-of\"}', urn:unheard-of",
    "'{', ''"
  })
  void saysThatASchemaCannotBeUsedAndFetchesNothing(String schema, String words) {
    String port = registry.url().replaceAll(".*:", "");
    registry.answers(
        LATEST, 200, StubRegistry.version("deployments-value", 3, 8, schema.replace("%s", port)));

    assertThatThrownBy(() -> write(false, true))
        .isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("schema version 3 of subject 'deployments-value' must be one")
        .hasMessageContaining(words);
    assertThat(registry.asked).containsExactly("GET " + LATEST);
  }

  @ParameterizedTest
  @CsvSource({
    "409, '{\"error_code\":409,\"message\":\"NARROWED at /release\"}', REFUSED, 409 NARROWED at /release",
    "422, '{\"error_code\":42201,\"message\":\"bad schema\"}', REFUSED, 42201 bad schema",
    "401, '{\"error_code\":401,\"message\":\"who?\"}', DENIED, check credentials",
    "403, '', DENIED, answered 403",
    "503, '', UNREACHABLE, answered 503",
    "200, 'x', UNREACHABLE, not as a schema registry does"
  })
  void saysWhyTheRegistryGivesNoId(int status, String body, Kind kind, String words) {
    registry.fail(status, body);

    assertThatThrownBy(() -> write(true, false))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(words);
  }

  @Test
  void asksAgainWhileTheRegistryIsInTrouble() {
    registry.fail(503, "");

    assertThatThrownBy(() -> write(true, false)).isInstanceOf(RegistryException.class);
    assertThat(registry.asked).hasSize(4);
  }

  @Test
  void endsInTimeWhenTheRegistryHangs() {
    registry.hang();
    long began = System.nanoTime();
    long deadline = began + Duration.ofSeconds(1).toNanos();
    SchemaRegistry hanging = new SchemaRegistry(registry.settings(), false, deadline);

    assertThatThrownBy(() -> hanging.register("deployments-value"))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
        .hasMessageContaining("did not answer in time");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void framesWithoutCopyingTooMuch() {
    byte[] framed = WireFormat.frame(1, new byte[] {'{', '}'});

    assertThat(Arrays.copyOfRange(framed, WireFormat.PREFIX, framed.length))
        .isEqualTo(new byte[] {'{', '}'});
    assertThat(WireFormat.id(framed)).isEqualTo(1);
  }
}
