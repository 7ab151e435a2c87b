package io.deploycast.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recognised at once, against the schema itself. */
class OrdinaryEventTest {
  private static final EventSchema SCHEMA = EventSchema.open();
  private static final EventReader READER = new EventReader();

  private static final String FULL =
      """
      {"id":"0123456789abcdef","release":"1","deployedAt":"2012-02-29T11:14:15.123Z","deploymentId":"fedcba9876543210",\
      "startedAt":"2012-02-29T11:14:15Z","committedAt":"2012-12-31T23:59:59.123456789Z","service":"größe","environment":"e",\
      "status":"rolled_back","previousRelease":"0","commit":"c","branch":"b","repository":"r","actor":"a","url":"u",\
      "description":"say \\"hi\\"\\n","attributes":{"a":"","b":"c"}}\
      """;

  private static ObjectNode full() throws IOException {
    return (ObjectNode) EventJson.mapper().readTree(FULL);
  }

  @Test
  void recognisesEveryPropertyOfTheSchema() throws IOException {
    ObjectNode full = full();

    assertThat(OrdinaryEvent.is(full)).isTrue();
    assertThat(full.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrderElementsOf(
            () -> SCHEMA.document().get("properties").fieldNames());
  }

  @Test
  void leavesWhatIsMissingOrNoTextToTheSchema() throws IOException {
    for (String property : List.of("id", "release", "deployedAt")) {
      assertThat(OrdinaryEvent.is(full().without(property))).as(property).isFalse();
    }
    assertThat(OrdinaryEvent.is(full().put("commit", 1))).isFalse();
    assertThat(OrdinaryEvent.is(full().putNull("branch"))).isFalse();
    assertThat(OrdinaryEvent.is(full().put("new", "x"))).isFalse();
    assertThat(OrdinaryEvent.is(full().put("service", "\uD83D"))).isFalse();
    assertThat(OrdinaryEvent.is(full().put("attributes", "x"))).isFalse();
    ObjectNode named = full();
    named.putObject("attributes").put("\uD83D", "x");
    assertThat(OrdinaryEvent.is(named)).isFalse();
  }

  /** Values of one property in place of another's, and characters changed. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void saysYesOnlyWhereTheSchemaDoes(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> names = full().propertyStream().map(Map.Entry::getKey).toList();
    int recognised = 0;
    for (int i = 0; i < 3_000; i++) {
      ObjectNode json = full();
      for (int change = 0; change <= random.nextInt(2); change++) {
        String name = names.get(random.nextInt(names.size()));
        JsonNode value = json.get(names.get(random.nextInt(names.size())));
        json.set(name, random.nextInt(4) == 0 ? value : mutated(json.get(name), random));
      }
      if (OrdinaryEvent.is(json)) {
        recognised++;
        assertThat(SCHEMA.firstViolation(json)).as("%s", json).isEmpty();
        for (String time : List.of("deployedAt", "startedAt", "committedAt")) {
          assertThat(OffsetDateTime.parse(json.get(time).textValue())).isNotNull();
        }
        assertThat(READER.read(json.toString().getBytes(UTF_8)))
            .isInstanceOf(ReadResult.Valid.class);
      }
    }
    // Else the test would say nothing.
    assertThat(recognised).isBetween(100, 2_900);
  }

  private static JsonNode mutated(JsonNode value, Random random) {
    String text = value.isTextual() ? value.textValue() : "{}";
    StringBuilder changed = new StringBuilder(text);
    int at = random.nextInt(text.length() + 1);
    String some = "09-:.TZ+_ aé\uD83D{";
    char c = some.charAt(random.nextInt(some.length()));
    if (at == text.length() || random.nextInt(3) == 0) {
      changed.insert(at, c);
    } else if (random.nextInt(3) == 0) {
      changed.deleteCharAt(at);
    } else {
      changed.setCharAt(at, c);
    }
    return EventJson.mapper().getNodeFactory().textNode(changed.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "2012-02-29T11:14:15.5Z",
        "2026-11-26T01:02:03.045Z",
        "9999-12-31T23:59:59Z"
      })
  void readsAPlainTimeAsEverybodyDoes(String text) {
    assertThat(PlainForm.isUtc(text)).isTrue();
    assertThat(PlainForm.utc(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @Test
  void readsRandomPlainTimesAsEverybodyDoes() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      Instant instant =
          Instant.ofEpochSecond(
              random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000));
      assertThat(PlainForm.utc(instant.toString())).isEqualTo(instant);
    }
  }
}
