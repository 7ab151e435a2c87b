package io.deploycast.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.cli.output.SafeText;
import io.deploycast.cli.output.Utf8Output;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.DeploymentStatus;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.ReadResult;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look at the bytes against all that it spares. */
final class PrintableEventTest {
  private static final EventReader CONTRACT = new EventReader();

  /** Pieces of names and texts: harmless ones, and one in eight that is not to be printed as is. */
  private static final List<String> HARMLESS =
      List.of("a", "Z", "7", " ", "=", "<b>", "https://ci.example.com/1?a=b&c", "{}[],:'`~");

  private static final List<String> OTHER =
      List.of(
          "\"", "\\", "\u001B[2J", "\n", "\u007F", "\u009B", "ö", "\u202E", "日本", "😀", "\u2028");

  private static DeploymentEvent event(Random random) {
    Instant deployed = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    Map<String, String> attributes = new TreeMap<>();
    for (int i = random.nextInt(20) - 4; i > 0; i--) {
      attributes.put(text(random) + i, text(random));
    }
    return DeploymentEvent.builder(
            "event-%012d".formatted(random.nextInt()), text(random), deployed)
        .startedAt(random.nextBoolean() ? deployed.minusMillis(random.nextInt(9_999)) : null)
        .service(random.nextBoolean() ? text(random) : null)
        .environment(random.nextBoolean() ? text(random) : null)
        .status(DeploymentStatus.values()[random.nextInt(DeploymentStatus.values().length)])
        .commit(random.nextBoolean() ? text(random) : null)
        .description(random.nextBoolean() ? text(random) : null)
        .attributes(attributes)
        .build();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(6); i > 0; i--) {
      List<String> pieces = random.nextInt(64) == 0 ? OTHER : HARMLESS;
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  private static byte[] printed(List<LoggedEvent> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Utf8Output out = new Utf8Output(bytes)) {
      EventOutput output = HistoryFormat.JSONL.to(out);
      output.begin();
      events.forEach(output::event);
      output.end();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void printsTheSameBytesAsTheWayThatReadsAnEvent(long seed) {
    Random random = new Random(seed);
    List<LoggedEvent> events = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    int printable = 0;
    for (int i = 0; i < 4_000; i++) {
      byte[] written = EventJson.toBytes(event(random));
      byte[] json = random.nextBoolean() ? written : Mutation.of(written, random);
      boolean valid = CONTRACT.read(json) instanceof ReadResult.Valid;
      LoggedEvent event = Logged.decode(json, new ArrayList<>());
      assertThat(event != null).as("%s", new String(json, UTF_8)).isEqualTo(valid);
      if (event != null) {
        printable += event.isPrintable() ? 1 : 0;
        events.add(event);
        expected.append(SafeText.jsonLine(json)).append('\n');
      }
    }

    // Both ways have to be among them, in between one another.
    assertThat(printable).isBetween(800, events.size() - 800);
    assertThat(new String(printed(events), UTF_8)).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void saysYesOnlyWhereTheContractDoesAndSeesTheSameTexts(long seed) {
    Random random = new Random(seed);
    int recognised = 0;
    for (int i = 0; i < 4_000; i++) {
      byte[] json = Mutation.of(EventJson.toBytes(event(random)), random);
      if (PrintableEvent.is(json)) {
        recognised++;
        ReadResult read = CONTRACT.read(json);
        assertThat(read).as("%s", new String(json, UTF_8)).isInstanceOf(ReadResult.Valid.class);
        assertThat(PlainEvent.texts(json)).isEqualTo(LoggedEvent.textsOf((ReadResult.Valid) read));
        assertThat(json).inHexadecimal().isEqualTo(SafeText.jsonLine(json).getBytes(UTF_8));
      }
    }
    // Else the test would say nothing.
    assertThat(recognised).isGreaterThan(200);
  }

  @Test
  void recognisesWhatOurOwnCommandWrites() {
    DeploymentEvent event =
        DeploymentEvent.builder("0123456789abcdef", "1", Instant.parse("2012-07-08T11:14:15.12Z"))
            .service("shop")
            .attributes(Map.of("ticket", "OPS-7", "run", ""))
            .build();

    assertThat(PrintableEvent.is(EventJson.toBytes(event))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\"}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"}}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\",}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"\",\"deployedAt\":\"2012-07-08T11:14:15Z\"}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\",\"status\":\"gone\"}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\",\"attributes\":{\"\":\"x\"}}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\",\"attributes\":{\"a\":\"x\",\"b\":\"\",\"a\":\"y\"}}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\",\"attributes\":{\"a\":7}}",
        "{\"id\":\"0123456789abcdef\",\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"}",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\",\"x\":\"y\"}",
        "{\"id\":\"0123456789abcdef\", \"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"}"
      })
  void leavesTheRestToOthers(String json) {
    assertThat(PrintableEvent.is(json.getBytes(UTF_8))).isFalse();
  }
}
