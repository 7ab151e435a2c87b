package io.deploycast.app.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.http.Answer;
import io.deploycast.app.http.AnyServer;
import io.deploycast.app.http.AnyServer.Reply;
import io.deploycast.app.http.Caller;
import io.deploycast.app.http.SecretMask;
import io.deploycast.app.http.connection.ConnectionSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenCallsTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final String SECRET = "s3cret/of us";

  /** Tokens that the target takes; a test withdraws them. */
  private final Set<String> good = ConcurrentHashMap.newKeySet();

  private final AtomicInteger given = new AtomicInteger();
  private volatile Reply tokenReply = new Reply(200, "");
  private volatile int refusal = 401;
  private volatile String lifetime = "3600";

  private AnyServer tokens;
  private AnyServer target;
  private Caller caller;
  private TokenCalls calls;

  @BeforeEach
  void start() {
    tokens = AnyServer.answering(request -> give());
    target =
        AnyServer.answering(
            request -> {
              String header = String.valueOf(request.header("authorization"));
              return good.contains(header.replace("Bearer ", ""))
                  ? new Reply(200, "fine")
                  : new Reply(refusal, "you sent " + header);
            });
    caller = new Caller(ConnectionSpec.usual(8));
    calls = calls(tokens.uri("/token"));
  }

  private TokenCalls calls(URI tokenUrl) {
    return new TokenCalls(
        caller.client,
        new ClientCredentials(tokenUrl, "us:1", SECRET, "events write", "tool"),
        new SecretMask(List.of(SECRET)));
  }

  @AfterEach
  void stop() {
    caller.close();
    target.close();
    tokens.close();
  }

  private Reply give() {
    if (!tokenReply.body().isEmpty()) {
      return tokenReply;
    }
    String token = "CANARY-token-" + given.incrementAndGet();
    good.add(token);
    return new Reply(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%s}"
            .formatted(token, lifetime));
  }

  private Answer call() {
    return Caller.call(calls, target.uri("/hook"), AMPLE).answer();
  }

  @Test
  void asksForATokenOnceAndSendsItWithEachCall() {
    for (int i = 0; i < 3; i++) {
      assertThat(call()).isEqualTo(new Answer.Complete(200, "fine"));
    }
    assertThat(target.seen()).hasSize(3);
    assertThat(tokens.seen()).hasSize(1);
    AnyServer.Seen asked = tokens.seen().get(0);
    assertThat(asked.body())
        .isEqualTo("grant_type=client_credentials&scope=events+write&audience=tool");
    assertThat(asked.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
    // "us%3A1:s3cret%2Fof+us", as RFC 6749, 2.3.1, wants it.
    assertThat(asked.header("authorization")).isEqualTo("Basic dXMlM0ExOnMzY3JldCUyRm9mK3Vz");
  }

  @Test
  void asksOnceForCallsThatBeginTogether() {
    List<CompletableFuture<Answer>> together =
        IntStream.range(0, 8)
            .mapToObj(i -> Caller.begin(calls, target.uri("/hook"), AMPLE))
            .toList();

    assertThat(together.stream().map(CompletableFuture::join))
        .containsOnly(new Answer.Complete(200, "fine"));
    assertThat(tokens.seen()).hasSize(1);
  }

  @Test
  void asksAgainBeforeATokenEnds() throws Exception {
    lifetime = "\"1\"";
    call();
    // Ends after a second, and is given up a tenth of that earlier.
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(950, TimeUnit.MILLISECONDS))
        .get();
    call();
    assertThat(given).hasValue(2);
    assertThat(target.seen()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void sendsOnceMoreWithANewTokenWhenOneIsRefused(int status) {
    refusal = status;
    call();
    good.clear();
    assertThat(call()).isEqualTo(new Answer.Complete(200, "fine"));
    assertThat(target.seen()).hasSize(3);
    assertThat(given).hasValue(2);
  }

  @Test
  void givesUpWhenTheNewTokenIsRefusedTooAndShowsNeither() {
    tokenReply = new Reply(200, "{\"access_token\":\"CANARY-bad\",\"expires_in\":60}");
    Answer answer = call();

    assertThat(answer).isEqualTo(new Answer.Complete(401, "you sent Bearer ***"));
    assertThat(target.seen()).hasSize(2);
    assertThat(tokens.seen()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "400, CREDENTIALS",
    "401, CREDENTIALS",
    "403, CREDENTIALS",
    "302, CREDENTIALS",
    "429, OUTAGE",
    "500, OUTAGE",
    "503, OUTAGE"
  })
  void saysWhyThereIsNoToken(int status, Answer.Cause cause) {
    tokenReply = new Reply(status, "no " + SECRET);
    Answer answer = call();

    assertThat(answer)
        .isEqualTo(
            new Answer.None(
                "no access token: 127.0.0.1 answered %d: no ***".formatted(status), cause));
    assertThat(target.seen()).isEmpty();
  }

  @Test
  void takesNoTokenFromAnAnswerThatHoldsNone() {
    Stream.of(
            "<html>login</html>",
            "{}",
            "{\"access_token\":\"\"}",
            "{\"access_token\":\"a\\r\\nb: c\"}",
            "{\"access_token\":\"abc\",\"token_type\":\"mac\"}")
        .forEach(
            body -> {
              tokenReply = new Reply(200, body);
              assertThat(call())
                  .isEqualTo(
                      new Answer.None(
                          "no access token: the answer of 127.0.0.1 holds no bearer token",
                          Answer.Cause.CREDENTIALS));
            });
    assertThat(target.seen()).isEmpty();
  }

  @Test
  void takesATokenServerThatIsAwayForAnOutage() {
    int port = tokens.uri("/").getPort();
    tokens.close();
    assertThat(call())
        .isEqualTo(
            new Answer.None(
                "no access token: connection refused by 127.0.0.1:" + port, Answer.Cause.OUTAGE));
  }
}
