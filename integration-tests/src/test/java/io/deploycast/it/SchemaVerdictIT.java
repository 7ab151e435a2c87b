package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.EventSchema;
import io.deploycast.schema.InvalidEventException;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.StrictEventReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our rules, our schemas and an independent validator come to the same verdict on each event. */
class SchemaVerdictIT {
  private static final int EVENTS = 1_000;
  private static final EventReader READER = new EventReader();

  /** Pairs that would show nothing if they were always the same. */
  private final Set<List<Boolean>> seen = new HashSet<>();

  @Test
  void allJudgesAgreeOnAThousandEventsStrictlyAndTolerantly() throws InterruptedException {
    long seed = new Random().nextLong();
    List<ObjectNode> events = new ArrayList<>();
    EventVariations variations = new EventVariations(new Random(seed));
    for (int i = 0; i < EVENTS; i++) {
      events.add(variations.next());
    }
    JsonNode ajv = ajv(events);
    EventSchema closed = EventSchema.closed();
    EventSchema open = EventSchema.open();
    EventSchema registered = EventSchema.foreign(EventSchema.registered());
    for (int i = 0; i < EVENTS; i++) {
      ObjectNode event = events.get(i);
      String which = "seed %d, event %d: %s".formatted(seed, i, event);
      boolean strict = ajv.get(i).get(0).booleanValue();
      boolean tolerant = ajv.get(i).get(1).booleanValue();
      seen.add(List.of(strict, tolerant));
      assertThat(closed.firstViolation(event).isEmpty()).as("strict, " + which).isEqualTo(strict);
      assertThat(ours(event)).as("our rules, " + which).isEqualTo(strict);
      assertThat(open.firstViolation(event).isEmpty()).as("tolerant, " + which).isEqualTo(tolerant);
      assertThat(READER.read(event.toString().getBytes(UTF_8)) instanceof ReadResult.Valid)
          .as("our reader, " + which)
          .isEqualTo(tolerant);
      assertThat(registered.firstViolation(event).isEmpty())
          .as("registered, " + which)
          .isEqualTo(ajv.get(i).get(2).booleanValue());
      // Registered without formats it knows no lengths of months, and is the same otherwise.
      assertThat(ajv.get(i).get(2).booleanValue() && !strict)
          .as("registered is wider, " + which)
          .isEqualTo(registered.firstViolation(event).isEmpty() && hasImpossibleDay(event));
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            List.of(true, true), List.of(false, true), List.of(false, false));
  }

  private static JsonNode ajv(List<ObjectNode> events) throws InterruptedException {
    ObjectNode task = JsonNodeFactory.instance.objectNode();
    task.set("strict", EventSchema.closed().document());
    task.set("tolerant", EventSchema.open().document());
    task.set("registered", EventSchema.registered());
    task.putArray("events").addAll(events);
    return new NodeScript("verdicts.js", "ajv@8.20.0", "ajv-formats@3.0.1").run(task);
  }

  private static boolean hasImpossibleDay(ObjectNode event) {
    return List.of("deployedAt", "startedAt", "committedAt").stream()
        .map(it -> event.path(it).asText())
        .anyMatch(it -> it.startsWith("2013-02-29") || it.startsWith("2012-02-30"));
  }

  /** What the command line does with a line of a file. */
  private static boolean ours(ObjectNode event) {
    try {
      var unused = StrictEventReader.read(event);
      return true;
    } catch (InvalidEventException e) {
      return false;
    }
  }
}
