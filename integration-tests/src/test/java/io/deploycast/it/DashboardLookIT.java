package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.app.delivery.TargetState;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.DeploymentStatus;
import io.deploycast.schema.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The dashboard as people see it, with as much on it as a large installation has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardLookIT {
  private static final int DEPLOYMENTS = 10_000;

  /** Deployments at the end of them that look like a day's work. */
  private static final int LATEST = 40;

  private static final List<String> TOOLS = List.of("grafana", "sentry", "newrelic", "slack");
  private static final List<String> SERVICES =
      List.of("shop", "search", "billing", "accounts", "mail");
  private static final List<String> PAGES =
      List.of("", "deployments", "targets", "dead-letters", "one deployment", "one dead letter");
  private static final int MOST_PICTURE_BYTES = 300 * 1024;

  /** From the middle of a mark to that of the next in its lane, the least, in pixels. */
  private static final String CLOSEST_MARKS =
      """
      const middles = track => [...track.children].map(it => parseFloat(it.style.left));
      return Math.min(...[...document.querySelectorAll('.track')].map(middles).flatMap(all => all.slice(1).map((at, i) => at - all[i])));
      """;

  /** Of five services in two environments. */
  private static final long LANES = 10;

  private static final String MARKS = "return document.querySelectorAll('.mark').length";

  /** Deployments that have a mark or share one. */
  private static final String MARKED =
      "return [...document.querySelectorAll('.mark')]"
          + ".reduce((sum, it) => sum + Number(it.dataset.deployments), 0)";

  private final PaintedDashboard large = new PaintedDashboard();
  private final PaintedDashboard usual = new PaintedDashboard();
  private Browser browser;

  @BeforeAll
  void paint() {
    browser = new Browser(usual.port());
    paintUsual();
    paintLarge();
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
    usual.close();
    large.close();
  }

  private static DeploymentEvent event(int number) {
    String service = SERVICES.get(number * 7 % SERVICES.size());
    return DeploymentEvent.builder(
            id("look", number), "2016." + number, Installation.CLOCK.instant())
        .service(service)
        .environment(number % 4 == 1 ? "staging" : "production")
        .status(number % 13 == 5 ? DeploymentStatus.ROLLED_BACK : DeploymentStatus.SUCCEEDED)
        .actor(number % 3 == 0 ? "maria" : "jonas")
        .commit("4f2a9c1d")
        .branch("main")
        .repository("https://git.example.com/" + service)
        .url("https://ci.example.com/builds/" + number)
        .description("Faster search, and a calmer checkout")
        .build();
  }

  private void paintUsual() {
    usual.target("grafana", TargetState.RUNNING, 9, "");
    usual.target("sentry", TargetState.DOWN, 0, "answered 503: upstream is being replaced");
    usual.target("newrelic", TargetState.RUNNING, 4, "answered 429 for a moment");
    usual.target("slack", TargetState.PAUSED, 0, "");
    for (int i = 0; i < LATEST; i++) {
      DeploymentEvent event = event(i);
      usual.installation.publish(event);
      usual.installation.flush();
      for (String tool : TOOLS) {
        boolean waits = tool.equals("sentry") && i > 31 || tool.equals("slack") && i > 35;
        boolean dead = tool.equals("newrelic") && i % 17 == 4;
        if (dead) {
          usual.deadLetter(tool, event, DeadLetterReason.REJECTED, "answered 422: no entity fits");
        } else if (!waits) {
          usual.receipt(
              event.id(),
              tool,
              tool.equals("slack") && i % 4 == 1
                  ? Receipt.Outcome.FILTERED
                  : Receipt.Outcome.DELIVERED,
              null);
        }
      }
    }
    usual.deadLetter("slack", event(3), DeadLetterReason.EXHAUSTED, "answered 500");
    usual.read(LATEST, 4);
  }

  private void paintLarge() {
    for (int i = 0; i < 50; i++) {
      TargetState state = i % 17 == 3 ? TargetState.DOWN : TargetState.RUNNING;
      large.target(
          "%s-%02d".formatted(TOOLS.get(i % TOOLS.size()), i), state, 2, i % 17 == 3 ? "away" : "");
    }
    for (int i = 0; i < DEPLOYMENTS; i++) {
      large.installation.publish(event(i));
      for (int target = 0; target < 50 && i >= DEPLOYMENTS - 200; target++) {
        String name = "%s-%02d".formatted(TOOLS.get(target % TOOLS.size()), target);
        large.receipt(id("look", i), name, Receipt.Outcome.DELIVERED, null);
      }
    }
    large.read(DEPLOYMENTS, 0);
  }

  private static String address(String page) {
    return switch (page) {
      case "one deployment" -> "deployments/" + id("look", 4);
      case "one dead letter" -> "dead-letters/newrelic%7C" + id("look", 4);
      default -> page;
    };
  }

  @Test
  void breaksNoAccessibilityRuleInEitherTheme() {
    for (String page : PAGES) {
      browser.open(address(page));
      for (String theme : List.of("light", "dark")) {
        browser.theme(theme);
        assertThat(browser.accessibilityProblems()).as(page + " in " + theme).isEmpty();
        browser.picture(
            "%s-%s".formatted(page.isEmpty() ? "overview" : page.replace(' ', '-'), theme));
      }
    }
  }

  @Test
  void sharesAMarkAmongDeploymentsThatWouldLieOnEachOther() {
    for (int width : List.of(360, 1280)) {
      browser.size(width, 900);
      browser.open("deployments");
      assertThat(browser.<Number>run(CLOSEST_MARKS).doubleValue())
          .as("at %d", width)
          .isGreaterThanOrEqualTo(24);
      assertThat(browser.<Long>run(MARKED)).as("at %d", width).isEqualTo(LATEST);
    }
    browser.run("document.querySelector('.lanes').closest('section').style.width = '200px'");
    await("one mark for all of a lane")
        .atMost(Browser.SOON)
        .until(() -> Long.valueOf(LANES).equals(browser.run(MARKS)));
    browser.run("document.querySelector('.mark').click()");
    await("the deployments of one service and environment")
        .atMost(Browser.SOON)
        .until(() -> browser.texts(".lane").size() == 1);
  }

  @Test
  void namesTheOneMomentOfASingleDeploymentOnce() {
    browser.open("deployments");
    browser.type("#filter-q", "2016.39");
    await("the only one that fits")
        .atMost(Browser.SOON)
        .until(() -> browser.texts(".deployment").size() == 1);
    assertThat(browser.texts(".mark")).hasSize(1);
    assertThat(browser.texts(".axis span")).hasSize(1);
    browser.picture("a-single-deployment");

    browser.type("#filter-q", "-none");
    await("none that fits")
        .atMost(Browser.SOON)
        .until(() -> browser.texts(".deployment").isEmpty());
    assertThat(browser.texts(".lane, .axis span")).isEmpty();
  }

  @Test
  void fitsAPhone() {
    browser.size(360, 780);
    for (String page : PAGES) {
      browser.open(address(page));
      assertThat(browser.sidewaysScroll()).as(page).isZero();
      browser.picture("%s-phone".formatted(page.isEmpty() ? "overview" : page.replace(' ', '-')));
    }
    browser.size(1280, 900);
  }

  @Test
  void makesThePictureOfTheReadme() throws IOException {
    browser.size(1280, 1010);
    browser.open("");
    browser.theme("light");
    Path picture = browser.picture("dashboard");
    browser.size(1280, 900);

    assertThat(Files.size(picture)).isBetween(20_000L, (long) MOST_PICTURE_BYTES);
  }

  @Test
  void isThereWithinASecondWithTenThousandDeploymentsAndFiftyTargets() {
    try (Browser fresh = new Browser(large.port())) {
      for (String page : List.of("", "deployments", "targets")) {
        double best = Double.MAX_VALUE;
        // More than once: the first starts the browser's own parts, and the machine does other
        // work.
        for (int i = 0; i < 4; i++) {
          fresh.open(page);
          best = Math.min(best, fresh.shownAfterMillis());
        }
        assertThat(best).as("all of '%s' to be shown, in milliseconds", page).isLessThan(1_000);
        fresh.picture("large-" + (page.isEmpty() ? "overview" : page));
      }
      fresh.open("deployments");
      assertThat(fresh.texts("[role=status].muted")).contains("10,000 of 10,000 deployments");
      assertThat(fresh.<Long>run("return document.querySelectorAll('*').length")).isLessThan(8_000);
      fresh.type("#filter-q", "2016.9999");
      await("the search")
          .atMost(Duration.ofSeconds(3))
          .until(() -> fresh.texts(".deployment").size() == 1);
    }
  }

  @Test
  void canBeUsedByKeyboardAlone() {
    browser.open("deployments");
    browser.run("document.activeElement.blur()");
    browser.run("document.dispatchEvent(new KeyboardEvent('keydown', {key: '/', bubbles: true}))");
    assertThat(browser.<String>run("return document.activeElement.id")).isEqualTo("filter-q");
    Object unreachable =
        browser.run(
            "return [...document.querySelectorAll('a[href], button:not([disabled]), input,"
                + " select')].filter(it => it.tabIndex < 0 || !(it.innerText ||"
                + " it.getAttribute('aria-label') || it.labels?.length)).length");
    assertThat(unreachable).isEqualTo(0L);
    browser.go("targets");
    await("the heading of the next page to have the focus")
        .atMost(Browser.SOON)
        .until(() -> "Targets".equals(browser.run("return document.activeElement.innerText")));
  }
}
