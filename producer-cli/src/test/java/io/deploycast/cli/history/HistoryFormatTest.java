package io.deploycast.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.EventJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HistoryFormatTest {
  /** What would act on a terminal, a spreadsheet, a page or a line-wise reader. */
  private static final String HOSTILE =
      "=cmd\u001B[2J\u001B]0;x\u0007 a\u202Eb\u2066c \u009B31m\n"
          + "-1\r\n"
          + "<script>alert(1)</script>\u2028\u007F";

  private static LoggedEvent hostile() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Property property : Property.values()) {
      switch (property.rule()) {
        case ID -> json.put(property.jsonName(), "0123456789abcdef");
        case TIME -> json.put(property.jsonName(), "2012-07-08T11:14:15Z");
        case STATUS -> json.put(property.jsonName(), "failed");
        case TEXT -> json.put(property.jsonName(), HOSTILE);
      }
    }
    json.putObject("attributes").put(HOSTILE, HOSTILE);
    return Logged.decode(json.toString().getBytes(UTF_8), new ArrayList<>());
  }

  private static String write(HistoryFormat format, LoggedEvent... events) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    EventOutput output = format.to(out);
    output.begin();
    Arrays.asList(events).forEach(output::event);
    output.end();
    out.flush();
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(HistoryFormat.class)
  void letsNoCharacterActOnATerminal(HistoryFormat format) {
    String written = write(format, hostile(), hostile());

    assertThat(written.chars())
        .noneMatch(c -> c < ' ' && c != '\n' && c != '\r' || c >= 0x7F && c < 0xA0)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT || c == 0x2028);
    if (format != HistoryFormat.CSV) {
      assertThat(written).doesNotContain("\r");
    }
  }

  @Test
  void writesEachEventInOneLineOfJsonThatMeansTheSame() throws Exception {
    LoggedEvent event = hostile();
    List<String> lines = write(HistoryFormat.JSONL, event, event).lines().toList();

    assertThat(lines).hasSize(2);
    JsonNode read = EventJson.mapper().readTree(lines.get(1));
    assertThat(read).isEqualTo(EventJson.mapper().readTree(event.json()));
    assertThat(read.path("service").textValue()).isEqualTo(HOSTILE);
  }

  @Test
  void writesOneArrayOfJsonAlsoOfNothing() throws Exception {
    assertThat(EventJson.mapper().readTree(write(HistoryFormat.JSON))).isEmpty();
    assertThat(EventJson.mapper().readTree(write(HistoryFormat.JSON, hostile(), hostile())))
        .hasSize(2);
  }

  @Test
  void writesEveryPropertyAndThePlaceOfTheRecordAsCsv() {
    LoggedEvent event =
        Logged.event(
            "id", "0123456789abcdef", "release", "=1", "deployedAt", "2012-07-08T11:14:15Z");

    assertThat(write(HistoryFormat.CSV, event))
        .isEqualTo(
            "recordedAt,id,release,deployedAt,deploymentId,startedAt,committedAt,service,environment,status,previousRelease,commit,branch,repository,actor,url,description,attributes,partition,offset\r\n"
                + "1969-12-31T23:59:59.999Z,0123456789abcdef,\"'=1\",2012-07-08T11:14:15Z,0123456789abcdef,,,,,succeeded,,,,,,,,,3,42\r\n");
  }

  @Test
  void keepsARowOfTheTableInOneLine() {
    assertThat(write(HistoryFormat.TABLE, hostile(), hostile()).lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("DEPLOYED AT ");
  }

  @Test
  void readsAFramedValueAndNamesWhatIsNoEvent() {
    byte[] plain =
        "{\"id\":\"0123456789abcdef\",\"release\":\"1\",\"deployedAt\":\"2012-07-08T11:14:15Z\"}"
            .getBytes(UTF_8);
    byte[] framed = new byte[plain.length + 5];
    framed[4] = 7;
    System.arraycopy(plain, 0, framed, 5, plain.length);
    List<String> warnings = new ArrayList<>();

    assertThat(Logged.decode(framed, warnings).json()).isEqualTo(plain);
    assertThat(warnings).isEmpty();
    assertThat(Logged.decode("{\"\u001B[2J\":".getBytes(UTF_8), warnings)).isNull();
    assertThat(Logged.decode(null, warnings)).isNull();
    assertThat(warnings)
        .hasSize(2)
        .allSatisfy(it -> assertThat(it).startsWith("deployments-3@42 is no event: "))
        .noneMatch(it -> it.contains("\u001B"));
  }
}
