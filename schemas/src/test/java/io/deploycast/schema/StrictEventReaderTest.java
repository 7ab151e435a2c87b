package io.deploycast.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictEventReaderTest {
  private static final EventSchema CLOSED = EventSchema.closed();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> TIMES =
      List.of(
          "2012-07-08T11:14:15Z",
          "2012-07-08T11:14:15.123456789+02:00",
          "2012-07-08T11:14:15.1234567891Z",
          "2012-07-08T11:14:15-00:00",
          "2012-07-08T11:14:15-00:30",
          "2012-07-08T11:14:15+18:00",
          "2012-07-08T11:14:15+18:01",
          "2012-02-29T00:00:00Z",
          "2011-02-29T00:00:00Z",
          "2012-07-08t11:14:15z",
          "2012-07-08 11:14:15Z",
          "2012-07-08T11:14:60Z",
          "2012-07-08T24:00:00Z",
          "2012-07-08T11:14Z",
          "9999-12-31T23:59:59Z",
          "+10000-01-01T00:00:00Z",
          "yesterday",
          "");

  private static final List<JsonNode> VALUES =
      List.of(
          JSON.nullNode(),
          JSON.numberNode(1),
          JSON.booleanNode(true),
          JSON.arrayNode().add("a"),
          JSON.objectNode().put("a", "b"),
          JSON.objectNode().put("a", 1),
          JSON.objectNode().put("", "b"),
          JSON.objectNode(),
          JSON.textNode(""),
          JSON.textNode("started"),
          JSON.textNode("Started"),
          JSON.textNode("{{7*7}}${jndi:ldap://x}\r\n\u001b[2J\u202e"));

  static LongStream seeds() {
    return LongStream.range(0, 3_000);
  }

  /** A random event, and in most cases one to three changes that an attacker would try. */
  private static ObjectNode hostile(long seed) {
    Random random = new Random(seed);
    ObjectNode tree = new RandomEvents(random).tree();
    List<String> names =
        List.copyOf(
            CLOSED.document().path("properties").properties().stream()
                .map(entry -> entry.getKey())
                .toList());
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> tree.remove(name);
        case 1 -> tree.set(name, VALUES.get(random.nextInt(VALUES.size())).deepCopy());
        case 2 -> tree.put("deployedAt", TIMES.get(random.nextInt(TIMES.size())));
        case 3 -> tree.put("startedAt", TIMES.get(random.nextInt(TIMES.size())));
        default -> tree.put(name + (random.nextInt(4) == 0 ? "/~x" : ""), "text");
      }
    }
    return tree;
  }

  private static Optional<Violation> refusal(ObjectNode tree) {
    try {
      var unused = StrictEventReader.read(tree);
      return Optional.empty();
    } catch (InvalidEventException e) {
      return Optional.of(e.violation());
    }
  }

  /** The schema engine stays out of the command line; these are the same rules. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void hasTheVerdictOfTheClosedSchemaOnRandomAndHostileEvents(long seed) {
    ObjectNode tree = hostile(seed);
    Optional<Violation> refused = refusal(tree);

    assertThat(refused.isPresent())
        .as("%s: reader %s, schema %s", tree, refused, CLOSED.firstViolation(tree))
        .isEqualTo(CLOSED.firstViolation(tree).isPresent());
  }

  @Test
  void readsBackWhatWasWritten() {
    DeploymentEvent event = Events.full().build();

    assertThat(StrictEventReader.read(StrictEventReader.parse(EventJson.toBytes(event))))
        .isEqualTo(event);
  }

  @Test
  void takesTheDefaultsOfTheSchema() {
    ObjectNode json = EventJson.toTree(Events.minimal().build());
    json.remove(List.of("status", "deploymentId"));

    assertThat(StrictEventReader.read(json)).isEqualTo(Events.minimal().build());
  }

  @Test
  void namesTheFirstRuleThatIsBroken() {
    ObjectNode json = EventJson.toTree(Events.minimal().build());
    json.putObject("attributes").put("a/b", 1);

    assertThat(refusal(json))
        .hasValue(new Violation("/attributes/a~1b", "must be a string, was number"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":1,\"a\":2}", "{} {}", "nonsense"})
  void parsesOneObjectAndNothingElse(String json) {
    assertThatThrownBy(() -> StrictEventReader.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("the event must be ");
  }
}
