package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A person in front of the dashboard of a running service. One service for all, in the order of a
 * day.
 */
@Isolated("a state has two seconds to be seen")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** What a person on call is promised, and what the test's own looking takes. */
  private static final Duration AT_ONCE = Duration.ofMillis(2_500);

  private static final String TOKEN = "a-token-that-is-long-enough-to-be-one";
  private static final String CARD = "[data-target='one']";

  private final Installation installation = Installation.onSharedBroker("dashboard");
  private AppProcess app;
  private Browser browser;

  @BeforeAll
  void start() {
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
    installation.target("two", SimulatedTarget.start(Behaviour.ok()));
    int port = FreePort.choose(new Random());
    browser = new Browser(port);
    app =
        AppProcess.startReady(
            installation.yaml(
                "timeout: 1s, retry: [ { delay: 1s, attempts: 5 } ]",
                "admin: { port: %d, tokens: { write: %s } }".formatted(port, TOKEN)));
    browser.load("");
    await("the question for a token").atMost(SOON).until(() -> browser.has("dialog #token"));
    browser.type("dialog #token", TOKEN);
    browser.click("dialog button.main");
    browser.awaitHeading();
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
    if (app != null) {
      app.close();
    }
    installation.close();
  }

  private boolean shows(String state) {
    return browser.has(CARD + "[data-state='" + state + "']");
  }

  private void awaitShown(String what, String selector, Duration limit) {
    await(what)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> browser.has(selector));
  }

  @Test
  @Order(1)
  void seesADeploymentArriveWithoutTouchingAnything() {
    await("the live stream").atMost(SOON).until(() -> browser.texts("#live").contains("Live"));
    installation.publish("early", 1, 1);

    String row = "[data-deployment='%s']".formatted(id("early", 0));
    awaitShown("the deployment", row, AT_ONCE);
    await("both deliveries to be shown")
        .atMost(AT_ONCE)
        .until(() -> browser.texts(row).get(0).contains("2 delivered"));
    assertThat(browser.texts("h1")).containsExactly("All 2 targets are fine");
    assertThat(browser.cookies()).isEmpty();
  }

  @Test
  @Order(2)
  void seesAFailingTargetTurnRedWithinTwoSeconds() {
    installation.target("one").behave(Behaviour.down());
    installation.publish("down", 20, 20);
    await("the service itself to notice")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> app.log().contains("target is down"));

    awaitShown("red", CARD + "[data-mood='bad'][data-state='down']", AT_ONCE);
    assertThat(browser.texts("h1")).containsExactly("one needs attention");
    assertThat(browser.texts(CARD + " .error").get(0)).contains("now");
  }

  @Test
  @Order(3)
  void probesATargetThatIsBack() {
    installation.target("one").behave(Behaviour.ok());
    browser.click(CARD + " [data-action='probe']");

    await("the target to be well again").atMost(SOON).until(() -> shows("running"));
    installation.awaitAllDelivered(SOON);
    assertThat(app.log()).contains("somebody acted through the admin API").contains("action");
  }

  @Test
  @Order(4)
  void pausesATargetAndLetsItGoOn() {
    browser.click(CARD + " [data-action='pause']");
    await("the pause").atMost(SOON).until(() -> shows("paused"));
    installation.publish("paused", 5, 5);
    await("the other target to have them")
        .atMost(SOON)
        .until(() -> installation.target("two").deliveredIds().contains(id("paused", 4)));
    assertThat(installation.target("one").deliveredIds()).doesNotContain(id("paused", 0));

    browser.click(CARD + " [data-action='resume']");
    await("the target to go on").atMost(SOON).until(() -> shows("running"));
    installation.awaitAllDelivered(SOON);
  }

  @Test
  @Order(5)
  void redrivesADeadLetterUntilNoneIsLeft() {
    installation
        .target("one")
        .behave(
            Behaviour.chosenBy(arrival -> Reply.status(isPoison(arrival.eventId()) ? 422 : 200)));
    installation.publish(event(id("poison", 1), "shop"));
    installation.flush();
    browser.go("dead-letters");
    String letter = "[data-letter='one|%s']".formatted(id("poison", 1));
    awaitShown("the dead letter", letter, SOON);
    await("its number in the bar")
        .atMost(SOON)
        .until(() -> browser.texts("nav .badge").contains("1"));
    browser.click(letter + " a");
    awaitShown("its payload", "pre", SOON);
    assertThat(browser.texts("pre").get(0)).contains(id("poison", 1));

    installation.target("one").behave(Behaviour.ok());
    browser.click("[data-action='redrive']");
    awaitShown("the preview", "dialog [data-action='confirm']", SOON);
    assertThat(browser.texts("dialog h2")).containsExactly("Redrive 1 dead letter?");
    browser.click("dialog [data-action='confirm']");
    browser.go("dead-letters");

    await("no dead letter to be left")
        .atMost(SOON)
        .until(() -> !browser.has(letter) && browser.texts("nav .badge").isEmpty());
    assertThat(installation.target("one").deliveredIds()).contains(id("poison", 1));
  }

  private static boolean isPoison(String eventId) {
    return eventId.startsWith("poison");
  }
}
