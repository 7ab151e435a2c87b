package io.deploycast.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's Chromium without a screen, by Debian's driver: nothing is ever downloaded. */
final class Browser implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(10);

  /** Put into every page before its own scripts: what must not happen is counted. */
  private static final String WATCH =
      """
      window.seen = { violations: [], dialogs: 0 };
      addEventListener('securitypolicyviolation', e => seen.violations.push(e.violatedDirective + ' ' + e.blockedURI));
      for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { seen.dialogs++; };
      """;

  private final TempFolder profile = TempFolder.of("browser");
  private final ChromeDriver driver;
  private final URI address;

  /**
   * A browser for the pages of one dashboard.
   *
   * @param port where it is served on this machine
   */
  Browser(int port) {
    Path binary = new Tool("chromium").onPath();
    Path driverBinary = new Tool("chromedriver").onPath();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(binary.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--user-data-dir=" + profile.path());
    options.setExperimentalOption("excludeSwitches", List.of("enable-logging"));
    this.driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(driverBinary.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    this.address = URI.create("http://127.0.0.1:%d/".formatted(port));
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
    size(1280, 900);
  }

  /** Opens a page anew, such as {@code targets}, and waits for its heading. */
  void open(String page) {
    load(page);
    awaitHeading();
  }

  /** The same without waiting for anything to be shown. */
  void load(String page) {
    driver.get("about:blank");
    driver.get(address.resolve("#/" + page).toString());
  }

  /** Goes to another page of the same visit. */
  void go(String page) {
    run("location.hash = arguments[0]", "#/" + page);
  }

  void awaitHeading() {
    await("a page with a heading")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !texts("main:not([aria-busy]) h1").isEmpty());
  }

  /** The size of what can be seen of a page. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.manage().window().setSize(new Dimension(width, height));
  }

  void theme(String name) {
    run("document.documentElement.dataset.theme = arguments[0]", name);
  }

  @SuppressWarnings("unchecked") // What a script gives is for its caller to know.
  <T> T run(String script, Object... arguments) {
    return (T) driver.executeScript(script, arguments);
  }

  @SuppressWarnings("unchecked")
  <T> T runLong(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    return (T) driver.executeAsyncScript(script, arguments);
  }

  List<String> texts(String selector) {
    return run(
        "return [...document.querySelectorAll(arguments[0])].map(it => it.innerText)", selector);
  }

  boolean has(String selector) {
    return Boolean.TRUE.equals(
        run("return document.querySelector(arguments[0]) !== null", selector));
  }

  void click(String selector) {
    await("something to click: " + selector)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsMatching(
            e -> e instanceof StaleElementReferenceException || e instanceof JavascriptException)
        .until(
            () -> {
              List<WebElement> found = driver.findElements(By.cssSelector(selector));
              if (!found.isEmpty()) {
                found.get(0).click();
              }
              return !found.isEmpty();
            });
  }

  void type(String selector, String text) {
    driver.findElement(By.cssSelector(selector)).sendKeys(text);
  }

  List<String> violations() {
    return run("return seen.violations");
  }

  long dialogs() {
    return this.<Long>run("return seen.dialogs");
  }

  /** From asking for a page to its content, not to its frame alone. */
  double shownAfterMillis() {
    return this.<Number>run("return performance.getEntriesByName('shown')[0].startTime")
        .doubleValue();
  }

  /** How far a page can be scrolled sideways, in pixels. */
  long sidewaysScroll() {
    return this.<Long>run(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  Set<String> cookies() {
    return Set.copyOf(
        driver.manage().getCookies().stream().map(cookie -> cookie.getName()).toList());
  }

  /** A picture of what can be seen, as a file of that name in the build folder. */
  Path picture(String name) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "screenshots"));
      return Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Accessibility trouble on the page, each rule with the places that break it. */
  List<String> accessibilityProblems() {
    run(axe());
    return runLong(
        """
        const done = arguments[0];
        axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
          .then(found => done(found.violations.flatMap(it => it.nodes.map(node => it.id + ': ' + node.target + ' ' + node.failureSummary))))
          .catch(error => done([String(error)]));
        """);
  }

  private static String axe() {
    Path folder = NodePackages.installed("axe", List.of("axe-core@4.14.1"));
    try {
      return Files.readString(folder.resolve("node_modules/axe-core/axe.min.js"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    quit(driver, profile);
  }

  /** Ends a browser, whose own helpers may write to its folder for a moment yet. */
  static void quit(ChromeDriver driver, TempFolder profile) {
    driver.quit();
    await("the folder of the browser to be deleted")
        .pollDelay(Duration.ZERO)
        .atMost(SOON)
        .ignoreException(UncheckedIOException.class)
        .until(
            () -> {
              profile.close();
              return true;
            });
  }
}
