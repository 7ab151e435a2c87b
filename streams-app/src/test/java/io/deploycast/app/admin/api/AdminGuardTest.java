package io.deploycast.app.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the admin listener refuses, whoever asks. */
final class AdminGuardTest {
  private static final String WRITE = "Authorization: Bearer " + AdminCase.WRITE;
  private static final String JSON = "Content-Type: application/json";
  private final AdminCase guarded = new AdminCase(AdminCase.GUARDED);
  private final AdminCase open = new AdminCase(AdminCase.OPEN);

  @AfterEach
  void close() {
    guarded.close();
    open.close();
  }

  static List<String> traversals() {
    List<String> probes = new ArrayList<>();
    List<String> ups =
        List.of(
            "..",
            "%2e%2e",
            "%2E.",
            "..%2f",
            "..%5c",
            "..\\",
            "%252e%252e",
            "..%c0%af",
            "....//",
            "..;",
            ".%00.",
            "%00");
    List<String> files =
        List.of("etc/passwd", "index.html", "META-INF/MANIFEST.MF", "io/deploycast/app/Main.class");
    for (String up : ups) {
      for (String file : files) {
        probes.add("/" + up + "/" + file);
      }
    }
    probes.add("//etc/passwd");
    probes.add("/./../../etc/passwd");
    probes.add("/api/v1/../../etc/passwd");
    probes.add("/api/v1/deployments/..%2f..%2fetc%2fpasswd");
    return probes;
  }

  @ParameterizedTest
  @MethodSource("traversals")
  void servesNoFileButItsOwn(String path) {
    RawAnswer answer = open.get(path);

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.header("content-security-policy")).isNotEmpty();
    assertThat(answer.body()).doesNotContain("root:", "Manifest-Version", "Deploycast</title>");
  }

  @Test
  void refusesARequestWithoutAHost() {
    assertThat(open.sendRaw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").status()).isEqualTo(400);
    assertThat(open.sendRaw("GET / HTTP/1.0\r\n\r\n").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:80", "[::1]:9", "ops.example.com", "LOCALHOST"})
  void answersToItsOwnNames(String host) {
    String request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);

    assertThat(open.sendRaw(request).status()).isEqualTo(200);
  }

  @Test
  void answersWhatIsNoHttpWithoutAWordAboutItself() {
    for (String garbage : List.of("HELO\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u0000\r\n\r\n")) {
      RawAnswer answer = open.sendRaw(garbage);

      assertThat(answer.status()).isIn(400, 505);
      assertThat(answer.header("content-security-policy")).isNotEmpty();
      assertThat(answer.headers()).doesNotContainKey("server");
      assertThat(answer.body()).doesNotContainIgnoringCase("jetty").doesNotContain("org.");
    }
  }

  @Test
  void limitsBodyHeadersAddressAndPages() {
    String body = "{\"key\":\"" + "x".repeat(1_100_000) + "\"}";
    assertThat(guarded.post("/api/v1/actions/redrive", body, WRITE).status()).isEqualTo(413);
    assertThat(guarded.get("/api/v1/targets", WRITE, "X-Long: " + "x".repeat(17_000)).status())
        .isEqualTo(431);
    assertThat(guarded.get("/api/v1/deployments?q=" + "x".repeat(9_000), WRITE).status())
        .isEqualTo(414);
    for (String limit : List.of("501", "0", "-1", "x", "1e9")) {
      assertThat(guarded.get("/api/v1/deployments?limit=" + limit, WRITE).status()).isEqualTo(400);
    }
    assertThat(guarded.get("/api/v1/deployments?limit=500", WRITE).status()).isEqualTo(200);
    assertThat(guarded.get("/api/v1/deployments?nonsense=1", WRITE).status()).isEqualTo(400);
    assertThat(guarded.get("/api/v1/deployments?before=x", WRITE).status()).isEqualTo(400);
  }

  @Test
  void takesActionsOnlyAsJson() {
    String path = "/api/v1/targets/one/pause";
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "")) {
      String header = type.isEmpty() ? "X-None: 1" : "Content-Type: " + type;
      assertThat(open.send("POST", path, "a=b", open.ownOrigin(), header).status()).isEqualTo(415);
    }
    assertThat(open.post(path, "{}", "Origin: null").status()).isEqualTo(403);
    assertThat(open.post(path, "{}").status()).isEqualTo(403);
    assertThat(open.orders).isEmpty();

    assertThat(open.post(path, "{}", open.ownOrigin()).status()).isEqualTo(202);
    assertThat(open.post(path, "{}", "Origin: https://ops.example.com").status()).isEqualTo(202);
    assertThat(open.orders).containsExactly("pause one", "pause one");
  }

  @Test
  void letsALinkFromElsewhereLeadToTheDashboardAlone() {
    String[] link = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"};
    assertThat(open.get("/", link).status()).isEqualTo(200);
    assertThat(open.get("/api/v1/targets", link).status()).isEqualTo(403);
  }

  @Test
  void slowsDownWhoeverGuessesTokensButNotWhoeverHasOne() {
    for (int i = 0; i < 10; i++) {
      assertThat(guarded.get("/api/v1/targets", "Authorization: Bearer wrong").status())
          .isEqualTo(401);
    }
    RawAnswer refused = guarded.get("/api/v1/targets", "Authorization: Bearer wrong");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("retry-after")).isEqualTo("60");
    assertThat(guarded.get("/api/v1/targets", WRITE).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "1",
        "{}",
        "{\"key\":\"x\"}",
        "{\"target\":1}",
        "{\"a\":1}",
        "{\"target\":\"one\",\"reason\":\"NONE\",\"because\":\"x\"}",
        "{\"target\":\"one\"}"
      })
  void refusesABodyThatIsNoSelection(String body) {
    assertThat(guarded.post("/api/v1/actions/discard", body, WRITE).status()).isEqualTo(400);
  }

  @Test
  void saysThatNothingHasChangedWhenTheBrokersAreAway() {
    guarded.brokersAway = true;

    RawAnswer answer = guarded.post("/api/v1/targets/one/pause", "{}", WRITE, JSON);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("detail").asText()).startsWith("nothing has changed");
  }

  @Test
  void showsNoSecretInAnyAnswer() {
    guarded.filled.deployment("event-0000000001", "shop", 1);
    for (String path : List.of("targets", "targets/one", "targets/none", "access", "choices")) {
      String body = guarded.get("/api/v1/" + path, WRITE).body();
      assertThat(body).doesNotContain("CANARY", AdminCase.READ, AdminCase.WRITE);
    }
  }
}
