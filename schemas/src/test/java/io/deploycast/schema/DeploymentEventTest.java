package io.deploycast.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentEventTest {
  private static final EventSchema CLOSED = EventSchema.closed();

  /** Each optional text: its property, its limit, and how to set it. */
  static Stream<Arguments> texts() {
    return Stream.of(
        text("service", 256, DeploymentEvent.Builder::service),
        text("environment", 256, DeploymentEvent.Builder::environment),
        text("previousRelease", 256, DeploymentEvent.Builder::previousRelease),
        text("commit", 256, DeploymentEvent.Builder::commit),
        text("branch", 256, DeploymentEvent.Builder::branch),
        text("repository", 2_048, DeploymentEvent.Builder::repository),
        text("actor", 256, DeploymentEvent.Builder::actor),
        text("url", 2_048, DeploymentEvent.Builder::url),
        text("description", 4_096, DeploymentEvent.Builder::description));
  }

  private static Arguments text(
      String property,
      int limit,
      BiFunction<DeploymentEvent.Builder, String, DeploymentEvent.Builder> set) {
    return Arguments.of(property, limit, set);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void takesTextsUpToTheirLimitCountedInCodePoints(
      String property,
      int limit,
      BiFunction<DeploymentEvent.Builder, String, DeploymentEvent.Builder> set) {
    DeploymentEvent.Builder atLimit = set.apply(Events.minimal(), "😀".repeat(limit));
    assertThat(CLOSED.firstViolation(EventJson.toTree(atLimit.build()))).isEmpty();

    DeploymentEvent.Builder beyond = set.apply(Events.minimal(), "x".repeat(limit + 1));
    assertThatThrownBy(beyond::build)
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("/%s must have at most %d characters, had %d", property, limit, limit + 1);

    DeploymentEvent.Builder empty = set.apply(Events.minimal(), "");
    assertThatThrownBy(empty::build).hasMessage("/%s must not be empty", property);

    DeploymentEvent.Builder lone = set.apply(Events.minimal(), "a\uD800b");
    assertThatThrownBy(lone::build).hasMessageContaining("lone surrogate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "fifteen-chars-x", "0123456789abcde.", "0123456789abcdé", "a b c d e f g h i"})
  void refusesIdsThatCouldNotBeKeysEverywhere(String id) {
    assertThatThrownBy(() -> DeploymentEvent.builder(id, "1", Events.TIME).build())
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("/id must be 16 to 128 characters of A-Z a-z 0-9 _ -");
  }

  @Test
  void takesIdsOfSixteenTo128Characters() {
    assertThat(DeploymentEvent.builder("_".repeat(16), "1", Events.TIME).build().id()).hasSize(16);
    assertThat(DeploymentEvent.builder("Z".repeat(128), "1", Events.TIME).build().id())
        .hasSize(128);
    assertThatThrownBy(() -> DeploymentEvent.builder("Z".repeat(129), "1", Events.TIME).build())
        .hasMessageContaining("/id");
  }

  @Test
  void limitsNumberNamesAndValuesOfAttributes() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 64; i++) {
      many.put("n" + i, "");
    }
    assertThat(Events.minimal().attributes(many).build().attributes()).hasSize(64);
    many.put("one more", "");
    assertThatThrownBy(() -> Events.minimal().attributes(many).build())
        .hasMessage("/attributes must hold at most 64 entries, had 65");
    assertThatThrownBy(() -> Events.minimal().attributes(Map.of("a/b", "x".repeat(1_025))).build())
        .hasMessage("/attributes/a~1b must have at most 1024 characters, had 1025");
    assertThatThrownBy(() -> Events.minimal().attributes(Map.of("x".repeat(257), "")).build())
        .hasMessageContaining("/attributes");
  }

  @Test
  void refusesTimesThatRfc3339CannotWrite() {
    assertThatThrownBy(
            () ->
                DeploymentEvent.builder(Events.ID, "1", Instant.parse("+10000-01-01T00:00:00Z"))
                    .build())
        .hasMessageContaining("/deployedAt");
    assertThat(
            EventJson.toTree(
                    DeploymentEvent.builder(Events.ID, "1", Instant.parse("9999-12-31T23:59:59Z"))
                        .build())
                .path("deployedAt")
                .textValue())
        .isEqualTo("9999-12-31T23:59:59Z");
  }

  @Test
  void refusesAnEventLargerThanAWriterSends() {
    Map<String, String> large = new HashMap<>();
    for (int i = 0; i < 64; i++) {
      large.put("name-" + i, "😀".repeat(1_024));
    }
    DeploymentEvent event = Events.minimal().attributes(large).build();

    assertThatThrownBy(() -> EventJson.toBytes(event))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("must have at most 262144 bytes of JSON, had ");
  }

  @Test
  void standsInJsonAsTheSchemaSays() {
    assertThat(EventJson.toTree(Events.minimal().build()).toString())
        .isEqualTo(
            "{\"id\":\"0123456789abcdef\",\"release\":\"2016.20\",\"deployedAt\":\"2012-07-08T11:14:15Z\","
                + "\"deploymentId\":\"0123456789abcdef\",\"status\":\"succeeded\"}");
    assertThat(CLOSED.firstViolation(EventJson.toTree(Events.full().build()))).isEmpty();
    assertThat(EventJson.toTree(Events.full().build()).size()).isEqualTo(17);
  }

  static LongStream seeds() {
    return LongStream.range(0, 1_000);
  }

  /** The record's rules and the closed schema are the same rules, written twice. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheClosedSchemaOnAnyEvent(long seed) {
    RandomEvents random = new RandomEvents(new Random(seed));
    ObjectNode tree = random.tree();
    Optional<InvalidEventException> refused = refusal(tree);

    assertThat(CLOSED.firstViolation(tree).isPresent())
        .as("%s: schema says %s, record says %s", tree, CLOSED.firstViolation(tree), refused)
        .isEqualTo(refused.isPresent());
  }

  private static Optional<InvalidEventException> refusal(JsonNode tree) {
    try {
      var unused = RandomEvents.toEvent(tree);
      return Optional.empty();
    } catch (InvalidEventException e) {
      return Optional.of(e);
    }
  }
}
