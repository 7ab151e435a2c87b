package io.deploycast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.cli.history.Logged;
import io.deploycast.schema.EventJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReportFormatTest {
  private static final String HOSTILE =
      "=cmd\u001B[2J a\u202Eb\n+1<script>alert(1)</script>\"><img src=x onerror=alert(1)>'\u2028";

  private static String write(ReportFormat format) {
    Deployments deployments = new Deployments();
    deployments.add(
        Logged.event(
            "id", "0123456789abcdef",
            "release", HOSTILE,
            "deployedAt", "2026-03-03T10:00:00Z",
            "service", HOSTILE,
            "environment", HOSTILE,
            "status", "failed",
            "committedAt", "2026-03-03T09:00:00Z"));
    deployments.add(
        Logged.event(
            "id", "fedcba9876543210",
            "release", "2",
            "deployedAt", "2026-03-03T11:30:00Z",
            "service", HOSTILE,
            "environment", HOSTILE,
            "committedAt", "2026-03-02T11:30:00Z"));
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    format.write(
        deployments.report(
            Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-09T00:00:00Z")),
        out);
    out.flush();
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void letsNoCharacterActOnATerminal(ReportFormat format) {
    assertThat(write(format).chars())
        .noneMatch(c -> c < ' ' && c != '\n' && c != '\r' || c >= 0x7F && c < 0xA0)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT || c == 0x2028);
  }

  @Test
  void statesItsDefinitionsToPeopleAndPrograms() {
    for (Measure measure : Measure.values()) {
      assertThat(write(ReportFormat.TABLE)).contains(measure.title() + ": " + measure.definition());
      assertThat(write(ReportFormat.JSON)).contains(measure.definition());
      assertThat(write(ReportFormat.HTML)).contains(measure.definition().replace("'", "&#39;"));
    }
  }

  @Test
  void writesNumbersForPrograms() throws Exception {
    JsonNode service = EventJson.mapper().readTree(write(ReportFormat.JSON)).at("/services/0");

    assertThat(service.path("service").textValue()).isEqualTo(HOSTILE);
    assertThat(service.path("deployments").intValue()).isEqualTo(2);
    assertThat(service.path("perWeek").doubleValue()).isEqualTo(1.0);
    assertThat(service.path("failureRate").doubleValue()).isEqualTo(0.5);
    assertThat(service.path("restoreSeconds").longValue()).isEqualTo(5_400);
    assertThat(service.path("leadSeconds").longValue()).isEqualTo(86_400);
    assertThat(service.has("brokenSince")).isFalse();
    assertThat(write(ReportFormat.CSV))
        .startsWith("service,environment,week,deployments,")
        .endsWith(",2026-03-02,2,1,1,0.5000,1,5400,1,86400\r\n");
  }

  @Test
  void writesAPageWhosePolicyAllowsItsOwnStyleAndNothingElse() throws Exception {
    String page = write(ReportFormat.HTML);
    Matcher style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(page);
    assertThat(style.find()).isTrue();
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(style.group(1).getBytes(StandardCharsets.UTF_8));

    assertThat(page)
        .contains(
            "content=\"default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">"
                .formatted(Base64.getEncoder().encodeToString(hash)))
        .doesNotContain("<script", "<img", "<link", " style=", "href=", "url(", "http:", "https:")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img");
  }
}
