package io.deploycast.it;

import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.it.CliProcess.Result;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.DeploymentStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The page of {@code report --output html}, opened from disk in a real browser. */
class ReportPageIT {
  /** As services and environments, each would act if it were ever taken for markup. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(2)>",
          "'><svg onload=alert(3)>",
          "</title><script>alert(4)</script>",
          "<iframe src=javascript:alert(5)>",
          "<details open ontoggle=alert(6)>",
          "<style>*{display:none}</style>",
          "<base href=//evil.example>",
          "<meta http-equiv=refresh content=0;url=//evil.example>",
          "&lt;b&gt; \u202E\u001B[31m\nx",
          "{{7*7}} ${7*7}",
          "javascript:alert(7)");

  /** Runs before the page: what must not happen is counted. */
  private static final String WATCH =
      """
      window.seen = { dialogs: 0, violations: [] };
      for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { seen.dialogs++; };
      addEventListener('securitypolicyviolation', e => seen.violations.push(e.violatedDirective));
      """;

  private static Installation installation;
  @TempDir private static Path folder;

  private static TempFolder profile;
  private static ChromeDriver browser;
  private static Path page;

  @BeforeAll
  static void write() throws Exception {
    installation = Installation.onSharedBroker("report-page");
    Instant now = Installation.CLOCK.instant();
    for (int i = 0; i < 240; i++) {
      Instant at = now.minus(Duration.ofHours(9L * i));
      installation.publish(
          DeploymentEvent.builder(id("page", i), "2016." + i, at)
              .service(i % 10 == 0 ? HOSTILE.get(i / 10 % HOSTILE.size()) : "service-" + i % 3)
              .environment(i % 20 == 0 ? HOSTILE.get(i / 20 % HOSTILE.size()) : "production")
              .status(i % 9 == 1 ? DeploymentStatus.FAILED : DeploymentStatus.SUCCEEDED)
              .committedAt(at.minus(Duration.ofMinutes(37L * (i % 50 + 1))))
              .build());
    }
    installation.flush();
    Result report =
        CliProcess.run(
            "report",
            "--output",
            "html",
            "--topic",
            installation.topics.deployments(),
            "--bootstrap-servers",
            TestKafka.bootstrapServers());
    assertThat(report.exitCode()).as(report.err()).isZero();
    page = Files.writeString(folder.resolve("report.html"), report.out());
    profile = TempFolder.of("browser");
    browser = browser();
    browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
  }

  private static ChromeDriver browser() throws Exception {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(new Tool("chromium").onPath().toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--hide-scrollbars",
        "--window-size=1280,1500",
        "--user-data-dir=" + profile.path());
    return new ChromeDriver(
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new Tool("chromedriver").onPath().toFile())
            .usingAnyFreePort()
            .build(),
        options);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      Browser.quit(browser, profile);
    }
    installation.close();
  }

  private static void open(String theme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    browser.get(page.toUri().toString());
  }

  @SuppressWarnings("unchecked") // What a script gives is for its caller to know.
  private static <T> T run(String script) {
    return (T) browser.executeScript(script);
  }

  @Test
  void takesHostileTextForTextAndAsksNobodyForAnything() {
    open("light");

    assertThat(ReportPageIT.<Long>run("return seen.dialogs")).isZero();
    assertThat(ReportPageIT.<List<String>>run("return seen.violations")).isEmpty();
    assertThat(
            ReportPageIT.<Long>run(
                "return"
                    + " document.querySelectorAll('script,img,iframe,base,link,object,embed,a,form,[onload],[onerror],[ontoggle],[style]').length"))
        .isZero();
    assertThat(ReportPageIT.<Long>run("return document.querySelectorAll('style').length"))
        .isEqualTo(1);
    assertThat(ReportPageIT.<Long>run("return document.querySelectorAll('meta').length"))
        .isEqualTo(5);
    assertThat(ReportPageIT.<Long>run("return performance.getEntriesByType('resource').length"))
        .isZero();
    List<String> cells =
        run("return [...document.querySelectorAll('td.name')].map(it => it.firstChild.nodeValue)");
    assertThat(cells)
        .contains("<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "service-0")
        .contains("&lt;b&gt; \\u202E\\u001B[31m\\u000Ax");
  }

  @Test
  void forbidsWhatAScriptOnThePageWouldTry() {
    open("light");

    run(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"http://127.0.0.1:1/x\"><i"
            + " style=\"color:red\">x</i>');");
    String colour = run("return getComputedStyle(document.querySelector('i')).color");

    assertThat(colour).isNotEqualTo("rgb(255, 0, 0)");
    assertThat(ReportPageIT.<List<String>>run("return seen.violations"))
        .contains("img-src", "style-src-attr");
  }

  @Test
  void isReadInLightAndInDark() throws Exception {
    Path pictures = Files.createDirectories(Path.of("target", "screenshots"));
    for (String theme : new String[] {"light", "dark"}) {
      open(theme);
      Files.write(
          pictures.resolve("report-" + theme + ".png"), browser.getScreenshotAs(OutputType.BYTES));
      assertThat(
              ReportPageIT.<Double>run(
                  """
                  const of = (it, what) => getComputedStyle(it)[what].match(/\\d+/g).slice(0, 3).map(Number);
                  const light = rgb => rgb.map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
                  const card = light(of(document.querySelector('.card'), 'backgroundColor'));
                  return Math.min(...[...document.querySelectorAll('.card h3, .card p, .card text, .card small')].map(it => {
                    const text = light(of(it, it.tagName == 'text' ? 'fill' : 'color'));
                    return (Math.max(text, card) + 0.05) / (Math.min(text, card) + 0.05);
                  }));
                  """))
          .as("the least contrast on a card, " + theme)
          .isGreaterThan(4.5);
      assertThat(ReportPageIT.<Long>run("return document.querySelectorAll('.card svg').length"))
          .isEqualTo(4);
    }
  }
}
