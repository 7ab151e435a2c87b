package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.deploycast.app.delivery.TargetState;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Texts of events that would be scripts, if anybody let them. */
@Isolated("measures the time until the first paint")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardScriptIT {
  /** Elements that the dashboard has none of, or exactly its own. */
  private static final String FOREIGN =
      """
      const own = new Set(['app.js', 'overview.js', 'theme.css', 'style.css', 'icon.svg']);
      const file = text => (text ?? '').split('/').pop();
      return [...document.querySelectorAll('*')].filter(it =>
        ['IFRAME','OBJECT','EMBED','BASE','STYLE','VIDEO','AUDIO','MARQUEE','DETAILS','TEMPLATE','TEXTAREA','MATH','X'].includes(it.tagName.toUpperCase())
        || (it.tagName === 'SCRIPT' && !own.has(file(it.getAttribute('src'))))
        || (it.tagName === 'LINK' && !own.has(file(it.getAttribute('href'))))
        || (it.tagName === 'IMG' && !own.has(file(it.getAttribute('src'))))
        || [...it.attributes].some(a => a.name.startsWith('on') || a.name === 'style' && it.className !== 'mark')
        || it.tagName === 'A' && !/^(#|https?:)/.test(it.getAttribute('href'))
      ).map(it => it.outerHTML.slice(0, 200));
      """;

  private final PaintedDashboard dashboard = new PaintedDashboard();
  private List<String> payloads;
  private Browser browser;

  @BeforeAll
  void paint() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/xss-payloads.json")) {
      payloads = List.of(new ObjectMapper().readValue(in, String[].class));
    }
    browser = new Browser(dashboard.port());
    dashboard.target("one", TargetState.DOWN, 1, payloads.get(1));
    for (int i = 0; i < payloads.size(); i++) {
      DeploymentEvent event = event(i, payloads.get(i));
      dashboard.installation.publish(event);
      dashboard.deadLetter("one", event, DeadLetterReason.REJECTED, payloads.get(i));
      dashboard.receipt(event.id(), "gone", Receipt.Outcome.DEAD_LETTERED, payloads.get(i));
    }
    dashboard.read(payloads.size(), payloads.size());
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
    dashboard.close();
  }

  private static DeploymentEvent event(int number, String text) {
    return DeploymentEvent.builder(id("xss", number), text, Installation.CLOCK.instant())
        .service(text)
        .environment(text)
        .previousRelease(text)
        .commit(text)
        .branch(text)
        .repository(text)
        .actor(text)
        .url(text)
        .description(text)
        .attributes(Map.of(text, text))
        .build();
  }

  private void expectNothingRan() {
    assertThat(browser.<List<String>>run(FOREIGN)).isEmpty();
    assertThat(browser.violations()).isEmpty();
    assertThat(browser.dialogs()).isZero();
    assertThat(browser.<String>run("return document.title")).isEqualTo("Deploycast");
  }

  private boolean shows(String text) {
    return Boolean.TRUE.equals(
        browser.run(
            "return document.getElementById('main').textContent.includes(arguments[0])", text));
  }

  @Test
  void stayTextOnEveryPage() {
    assertThat(payloads).hasSize(60);
    for (String page : List.of("", "targets", "deployments", "dead-letters")) {
      browser.open(page);
      expectNothingRan();
    }
    for (int i = 0; i < payloads.size(); i++) {
      String text = payloads.get(i);
      browser.go("deployments/" + id("xss", i));
      awaitShown(id("xss", i), text);
      expectNothingRan();
    }
    assertThat(browser.cookies()).isEmpty();
  }

  @Test
  void stayTextOnThePageOfADeadLetter() {
    browser.open("dead-letters");
    for (int i = 0; i < payloads.size(); i += 4) {
      browser.go("dead-letters/one%7C" + id("xss", i));
      awaitShown(id("xss", i), payloads.get(i));
      expectNothingRan();
    }
  }

  private void awaitShown(String id, String text) {
    await("the page of " + id)
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> shows(id) && shows(text));
  }
}
