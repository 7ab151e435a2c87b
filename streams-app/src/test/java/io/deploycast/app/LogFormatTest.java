package io.deploycast.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** An entry is one line in both formats, whatever it holds. */
@Isolated("takes standard error for itself")
final class LogFormatTest {
  private static final String EVIL = "a\r\nb\u001B[2Jc\u2028d\u202Ee\u0085f \"quoted\"";

  /** What the shipped configuration writes for one entry with everything in it. */
  private static List<String> logged(String format) throws JoranException {
    PrintStream before = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("DEPLOYCAST_LOG_FORMAT", format);
    System.setErr(new PrintStream(out, true, UTF_8));
    try {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(
          Objects.requireNonNull(LogFormatTest.class.getResource("/logback.xml")));
      context
          .getLogger("io.deploycast.Something")
          .atWarn()
          .addKeyValue("eventId", EVIL)
          .setCause(new IllegalStateException(EVIL))
          .log("it says {}", EVIL);
    } finally {
      context.stop();
      System.setErr(before);
    }
    return out.toString(UTF_8).lines().toList();
  }

  @Test
  void isOneLineOfTextWithoutControlCharacters() throws JoranException {
    assertThat(logged("text"))
        .singleElement()
        .asString()
        .contains("WARN", "it says a b [2Jc d e f", "eventId=", "[Something]")
        .contains("IllegalStateException", "LogFormatTest.logged")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  }

  @Test
  void isOneLineOfJson() throws JoranException, IOException {
    List<String> lines = logged("json");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).doesNotContainPattern("[\\x00-\\x1F\\x7F]");
    JsonNode entry = EventJson.mapper().readTree(lines.get(0));
    assertThat(entry.path("level").textValue()).isEqualTo("WARN");
    assertThat(entry.path("timestamp").isNumber()).isTrue();
    assertThat(entry.path("formattedMessage").textValue()).startsWith("it says a\r\nb");
    assertThat(entry.at("/kvpList/0/eventId").textValue()).isEqualTo(EVIL);
    assertThat(entry.at("/throwable/className").textValue()).contains("IllegalStateException");
  }
}
