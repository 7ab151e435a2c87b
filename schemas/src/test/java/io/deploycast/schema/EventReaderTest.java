package io.deploycast.schema;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.schema.ReadResult.Invalid;
import io.deploycast.schema.ReadResult.Valid;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  /** Bounds CPU per record: of this thread, since the machine may be busy. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final EventReader READER = new EventReader();

  private static String event(String more) {
    return "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"%s}"
        .formatted(more);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static Stream<Arguments> notJson() {
    String collisions = "AaBB".repeat(2);
    StringBuilder colliding = new StringBuilder("{");
    for (int i = 0; i < 1 << 16; i++) {
      StringBuilder key = new StringBuilder(collisions);
      for (int bit = 0; bit < 16; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      colliding.append(i == 0 ? "" : ",").append('"').append(key).append("\":1");
    }
    return Stream.of(
        Arguments.of("empty", bytes("")),
        Arguments.of("one byte", bytes("x")),
        Arguments.of("four bytes", new byte[] {2, 0, 0, 1}),
        Arguments.of("truncated", bytes("{\"id\":\"012")),
        Arguments.of("byte order mark", bytes("\uFEFF" + event(""))),
        Arguments.of("UTF-16", event("").getBytes(UTF_16)),
        Arguments.of("UTF-16 little-endian", event("").getBytes(UTF_16LE)),
        Arguments.of("invalid UTF-8", new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}),
        Arguments.of("lone surrogate", bytes(event(",\"service\":\"\\uD800\""))),
        Arguments.of("lone surrogate in a name", bytes(event(",\"\\uDC00\":1"))),
        Arguments.of("raw NUL", bytes(event(",\"service\":\"a\0b\""))),
        Arguments.of("duplicate key", bytes(event(",\"id\":\"fedcba9876543210\""))),
        Arguments.of("trailing tokens", bytes(event("") + "{}")),
        Arguments.of("not a number", bytes(event(",\"x\":NaN"))),
        Arguments.of("too large a number", bytes(event(",\"x\":1e999999999"))),
        Arguments.of("a million digits", bytes(event(",\"x\":" + "9".repeat(1_000_000)))),
        Arguments.of("1,000 deep", bytes(event(",\"x\":" + "[".repeat(1_000) + "]".repeat(1_000)))),
        Arguments.of("100,000 deep", bytes("{\"a\":".repeat(100_000))),
        Arguments.of("an array", bytes("[]")),
        Arguments.of("a text", bytes("\"x\"")),
        Arguments.of("nothing but space", bytes("   ")),
        Arguments.of("colliding names, unfinished", bytes(colliding.substring(0, 1_000_000))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notJson")
  void refusesWhatIsNotOneJsonDocumentInUtf8(String name, byte[] value) {
    assertThat(quickly(value).reason()).isEqualTo(DeadLetterReason.INVALID_JSON);
  }

  static Stream<Arguments> framed() {
    return Stream.of(
        Arguments.of("id without a value", new byte[] {0, 0, 0, 0, 1}),
        Arguments.of("half an id", new byte[] {0, 0, 0, 1}),
        Arguments.of("nothing but the magic byte", new byte[] {0}),
        Arguments.of("an id and a value", new byte[] {0, 0, 0, 0, 1, '{', '}'}),
        Arguments.of("id −1", new byte[] {0, -1, -1, -1, -1, '{', '}'}),
        Arguments.of("magic 1", new byte[] {1, 0, 0, 0, 1, '{', '}'}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framed")
  void saysThatAFramedValueNeedsARegistry(String name, byte[] value) {
    Invalid invalid = quickly(value);

    assertThat(invalid.reason()).isEqualTo(DeadLetterReason.SCHEMA_UNKNOWN);
    assertThat(invalid.violation().message()).contains("framed with a schema id");
  }

  private static Invalid quickly(byte[] value) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    ReadResult result = READER.read(value);
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - began)).isLessThan(LONGEST);
    assertThat(result).isInstanceOf(Invalid.class);
    return (Invalid) result;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /id",
        "{\"id\":\"0123456789abcdef\"} | /release",
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\"} | /deployedAt",
        "{\"id\":\"short\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"} | /id",
        "{\"id\":7,\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"} | /id",
        "{\"id\":\"0123456789abcdef\",\"release\":null,\"deployedAt\":\"2012-07-08T11:14:15Z\"} | /release",
      })
  void pointsAtTheFirstError(String json, String pointer) {
    Invalid invalid = quickly(bytes(json));

    assertThat(invalid.reason()).isEqualTo(DeadLetterReason.SCHEMA_INVALID);
    assertThat(invalid.violation().pointer()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"status\":\"done\" | /status",
        "\"status\":1 | /status",
        "\"service\":[] | /service",
        "\"attributes\":{\"a\":1} | /attributes/a",
        "\"attributes\":[] | /attributes",
        "\"startedAt\":\"yesterday\" | /startedAt",
        "\"deploymentId\":\"a\" | /deploymentId",
      })
  void pointsAtAPropertyOfTheWrongKind(String property, String pointer) {
    Invalid invalid = quickly(bytes(event("," + property)));

    assertThat(invalid.reason()).isEqualTo(DeadLetterReason.SCHEMA_INVALID);
    assertThat(invalid.violation().pointer()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday", "2012-07-08", "2012-07-08T11:14:15", "2012-07-08 11:14:15Z",
        "2012-02-30T11:14:15Z", "2012-07-08T24:00:00Z", "2016-12-31T23:59:60Z",
            "10000-01-01T00:00:00Z",
        "2012-07-08T11:14:15+19:00", "2012-07-08T11:14:15-00:00", "1341746055"
      })
  void refusesTimesThatAreNotRfc3339(String time) {
    Invalid invalid = quickly(bytes(event("").replace("2012-07-08T11:14:15Z", time)));

    assertThat(invalid.violation().pointer()).isEqualTo("/deployedAt");
  }

  @ParameterizedTest
  @CsvSource({
    "2012-07-08T11:14:15Z, 2012-07-08T11:14:15Z",
    "2012-07-08T11:14:15.123456789Z, 2012-07-08T11:14:15.123456789Z",
    "2012-07-08T13:14:15+02:00, 2012-07-08T11:14:15Z",
    "2012-07-08T10:44:15-00:30, 2012-07-08T11:14:15Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
  })
  void readsTimesOfRfc3339(String time, String instant) {
    ReadResult result = READER.read(bytes(event("").replace("2012-07-08T11:14:15Z", time)));

    assertThat(((Valid) result).event().deployedAt()).isEqualTo(Instant.parse(instant));
  }

  @Test
  void keepsWhatItDoesNotKnowAndFillsInWhatIsLeftOut() {
    ReadResult result = READER.read(bytes(event(",\"service\":\"shop\",\"new\":{\"a\":[1,2.5]}")));

    ReceivedEvent event = ((Valid) result).event();
    assertThat(event.id()).isEqualTo("0123456789abcdef");
    assertThat(event.service()).isEqualTo("shop");
    assertThat(event.json().at("/new/a/1").doubleValue()).isEqualTo(2.5);
    assertThat(event.json().path("status").textValue()).isEqualTo("succeeded");
    assertThat(event.json().path("deploymentId").textValue()).isEqualTo("0123456789abcdef");
  }

  @Test
  void takesTextsLongerThanAWriterSends() {
    String json = event(",\"service\":\"%s\"".formatted("x".repeat(100_000)));

    assertThat(READER.read(bytes(json))).isInstanceOf(Valid.class);
  }

  @Test
  void readsWhatAWriterWrote() {
    for (DeploymentEvent event :
        new DeploymentEvent[] {Events.minimal().build(), Events.full().build()}) {
      ReadResult result = READER.read(EventJson.toBytes(event));
      assertThat(((Valid) result).event().json()).isEqualTo(EventJson.toTree(event));
    }
  }

  @Test
  void refusesNullAndWhatIsTooLarge() {
    assertThat(quickly(null).reason()).isEqualTo(DeadLetterReason.NULL_VALUE);
    byte[] huge = bytes(event(",\"x\":\"%s\"".formatted("x".repeat(20_000_000))));
    assertThat(quickly(huge).reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
  }

  @Test
  void neverLetsForeignTextIntoItsWordsUnescaped() {
    Invalid invalid = quickly(bytes(event(",\"status\":\"\\u001b[2J\\u202E\"")));

    assertThat(invalid.violation().message().chars()).noneMatch(c -> c == 0x1B || c == 0x202E);
  }
}
