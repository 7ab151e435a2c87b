package io.deploycast.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafeTextTest {
  @ParameterizedTest
  @CsvSource({
    "größe-日本 🚀, größe-日本 🚀",
    "a\u001B[2Jb, a\\u001B[2Jb",
    "a\u009B31mb, a\\u009B31mb",
    "a\u202Eb, a\\u202Eb",
    "a\u2066b, a\\u2066b",
    "a\u2028b, a\\u2028b",
    "a\u007Fb, a\\u007Fb",
    "a\u200Bb, a\\u200Bb",
    "a\uDB40\uDC01b, a\\uDB40\\uDC01b",
  })
  void showsWhatWouldOtherwiseActOnATerminal(String text, String shown) {
    assertThat(SafeText.of(text)).isEqualTo(shown);
  }

  @Test
  void escapesLineBreaksToo() {
    assertThat(SafeText.of("a\r\nb\tc")).isEqualTo("a\\u000D\\u000Ab\\u0009c");
  }

  @Test
  void writesJsonInOneLineThatMeansTheSame() throws Exception {
    String json =
        "{\n  \"a\" :\t\"x\u202Ey\u009B1m\u007F\uDB40\uDC01 日本\",\r\n \"b\\n\": [1,\n2]\n}";

    String line = SafeText.jsonLine(json.getBytes(UTF_8));

    assertThat(line).doesNotContain("\n", "\r", "\u202E", "\u009B", "\u007F").contains("日本");
    JsonNode before = EventJson.mapper().readTree(json);
    assertThat(EventJson.mapper().readTree(line)).isEqualTo(before);
  }

  @Test
  void leavesPlainJsonAsItIs() {
    String json = "{\"a\":\"b\\\"c\"}";
    assertThat(SafeText.jsonLine(json.getBytes(UTF_8))).isEqualTo(json);
  }

  @Test
  void linesUpColumnsWithWideCharactersAndKeepsThemWithinTheirWidth() {
    List<String> lines = new ArrayList<>();
    TextTable table = new TextTable(List.of("NAME", ">N"), 10, lines::add);
    table.row(List.of("日本", "7"));
    table.row(Arrays.asList("e\u0301", null));
    table.row(List.of("a name that is too long", "12345"));
    table.flush();

    assertThat(lines)
        .containsExactly(
            "NAME            N", "日本            7", "e\u0301               -", "a name th…  12345");
  }

  @Test
  void printsRowsAsTheyComeOnceTheWidthsAreKnown() {
    List<String> lines = new ArrayList<>();
    TextTable table = new TextTable(List.of("A", "B"), 10, lines::add);
    table.row(List.of("x", "y"));
    table.flush();
    table.row(List.of("longer", "z"));

    assertThat(lines).containsExactly("A  B", "x  y", "longer  z");
  }
}
