package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.app.http.connection.TlsSpec;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.Test;

/** Exchanges that share connections over HTTP/2 without TLS, against a real server. */
final class SharedTransportTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final AddressRules ANY = new AddressRules(true);

  private static Caller caller() {
    return new Caller(new ConnectionSpec(1_000, ProtocolChoice.H2C, null, TlsSpec.USUAL));
  }

  private static List<CompletableFuture<Answer>> begin(Caller caller, URI uri, int count) {
    return IntStream.range(0, count).mapToObj(i -> caller.begin(uri, AMPLE)).toList();
  }

  private static void assertAnswered(List<CompletableFuture<Answer>> answers) {
    assertThat(answers)
        .allSatisfy(it -> assertThat(it.join()).isEqualTo(new Answer.Complete(200, "fine")));
  }

  @Test
  void carriesAHundredExchangesAtATimeOnAConnection() {
    try (AnyServer server = AnyServer.plain(HttpVersionPolicy.FORCE_HTTP_2);
        Caller caller = caller()) {
      server.hold(true);
      List<CompletableFuture<Answer>> answers = begin(caller, server.uri("/hook"), 250);
      await().until(() -> server.seen().size() == 250);

      assertThat(server.connections()).isEqualTo(3);
      assertThat(server.seen()).allMatch(it -> it.body().equals("{\"id\":\"a\"}"));
      assertThat(server.seen()).as("no leave is asked").allMatch(it -> it.header("expect") == null);
      server.hold(false);
      assertAnswered(answers);

      assertAnswered(begin(caller, server.uri("/hook"), 250));
      assertThat(server.connections()).as("the same again").isEqualTo(3);
      assertThat(caller.client.connections().opened()).isEqualTo(3);
      assertThat(caller.client.connections().reused()).isEqualTo(497);
    }
  }

  @Test
  void endsNoOtherExchangeWhenOneMeetsItsDeadline() {
    try (AnyServer server = AnyServer.plain(HttpVersionPolicy.FORCE_HTTP_2);
        Caller caller = caller()) {
      server.hold(true);
      CompletableFuture<Answer> hung = caller.begin(server.uri("/hung"), SHORT);
      CompletableFuture<Answer> slow = caller.begin(server.uri("/slow"), AMPLE);
      assertThat(hung.join()).isEqualTo(new Answer.None("no complete answer within 1 s"));
      assertThat(slow).isNotDone();

      CompletableFuture<Answer> next = caller.begin(server.uri("/next"), AMPLE);
      await().until(() -> server.seen().size() == 3);
      assertThat(server.connections()).as("no more over the first").isEqualTo(2);
      server.hold(false);
      assertAnswered(List.of(slow, next));
      await().until(() -> server.open() == 1);
    }
  }

  @Test
  void leavesAConnectionThatHasGoneSilent() throws Exception {
    try (ScriptedSocket silent =
            new ScriptedSocket(socket -> socket.getInputStream().readAllBytes());
        Caller caller = caller()) {
      List<CompletableFuture<Answer>> lost =
          IntStream.range(0, 10).mapToObj(i -> caller.begin(silent.uri("http"), SHORT)).toList();
      assertThat(lost)
          .allSatisfy(
              it ->
                  assertThat(it.join())
                      .isEqualTo(new Answer.None("no complete answer within 1 s")));
      assertThat(silent.connections()).isEqualTo(1);
      await().until(() -> silent.open() == 0);

      var unused = caller.begin(silent.uri("http"), SHORT);
      await().until(() -> silent.connections() == 2);
    }
  }

  @Test
  void carriesOnWhenTheServerClosesBetweenTwoCalls() {
    try (AnyServer server = AnyServer.plain(HttpVersionPolicy.FORCE_HTTP_2);
        Caller caller = caller()) {
      for (int i = 1; i <= 20; i++) {
        assertAnswered(begin(caller, server.uri("/hook"), 10));
        server.closeConnections();
      }
      assertAnswered(begin(caller, server.uri("/hook"), 10));
      assertThat(server.seen().size()).isBetween(210, 400);
    }
  }

  @Test
  void saysWhyThereIsNoConnection() throws Exception {
    int free;
    try (ServerSocket taken = new ServerSocket(0)) {
      free = taken.getLocalPort();
    }
    try (Caller caller = caller()) {
      URI nowhere = URI.create("http://127.0.0.1:%d/".formatted(free));
      assertThat(begin(caller, nowhere, 150))
          .allSatisfy(
              it ->
                  assertThat(it.join())
                      .isEqualTo(
                          new Answer.None("connection refused by 127.0.0.1:%d".formatted(free))));
    }
  }

  @Test
  void sendsBodiesLargerThanAWindow() {
    String large = "x".repeat(200_000);
    try (AnyServer server =
            AnyServer.answeringOverHttp2(
                request -> new AnyServer.Reply(200, "%d".formatted(request.body().length())));
        Caller caller = caller()) {
      HttpCall call = new HttpCall("POST", server.uri("/hook"), Map.of(), large);
      List<CompletableFuture<Answer>> answers =
          IntStream.range(0, 30)
              .mapToObj(
                  i -> {
                    CompletableFuture<Answer> answer = new CompletableFuture<>();
                    caller.client.send(call, AMPLE, answer::complete);
                    return answer;
                  })
              .toList();
      assertThat(answers)
          .allSatisfy(it -> assertThat(it.join()).isEqualTo(new Answer.Complete(200, "200000")));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void opensWhatItNeedsForTlsWithTheFirstCallOverIt() throws Exception {
    Set<Thread> before = clientThreads();
    try (AnyServer plain = AnyServer.plain(HttpVersionPolicy.FORCE_HTTP_2);
        AnyServer tls = AnyServer.tls(HttpVersionPolicy.NEGOTIATE, Certificates.server("server"));
        Caller caller = caller()) {
      assertAnswered(begin(caller, plain.uri("/hook"), 10));
      assertThat(clientThreads()).isSubsetOf(before);

      assertThat(caller.call(tls.uri("/token"), AMPLE).error()).startsWith("the certificate of ");
      assertThat(clientThreads())
          .as("threads of a second client")
          .anyMatch(it -> !before.contains(it));
    }
  }

  @Test
  void opensItAtTheStartWhereCertificatesAreConfigured() throws Exception {
    Set<Thread> before = clientThreads();
    TlsSpec own = Certificates.trusting("authority.pem");
    try (AnyServer tls = AnyServer.tls(HttpVersionPolicy.NEGOTIATE, Certificates.server("server"));
        Caller caller = new Caller(new ConnectionSpec(2, ProtocolChoice.H2C, null, own))) {
      assertThat(clientThreads()).anyMatch(it -> !before.contains(it));
      assertThat(caller.call(tls.uri("/token"), AMPLE).status()).isEqualTo(200);
    }
  }

  @Test
  void closesItsConnectionsAtOnce() {
    try (AnyServer server = AnyServer.plain(HttpVersionPolicy.FORCE_HTTP_2);
        Caller caller = caller()) {
      assertAnswered(begin(caller, server.uri("/hook"), 10));

      // Closing a connection by force would come after five seconds.
      assertTimeoutPreemptively(Duration.ofSeconds(3), caller::close);
      await().until(() -> server.open() == 0);
    }
  }

  @Test
  void changesTheThreadForTlsOnlyUntilItsClientIsThere() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    ConnectionSpec spec = new ConnectionSpec(2, ProtocolChoice.H2C, null, TlsSpec.USUAL);
    Transport transport = new SharedTransport(spec, new NameLookUp(ANY), tasks::add);
    URI token = URI.create("https://127.0.0.1:1/token");

    transport.begin(exchange(token));
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    transport.begin(exchange(token));

    assertThat(tasks).isEmpty();
    transport.close();
  }

  private static Exchange exchange(URI uri) {
    return new Exchange(
        new HttpCall("POST", uri, Map.of(), "{}"),
        new Exchange.Setting(
            AMPLE,
            new Address(uri, Map.of()),
            null,
            new SecretMask(List.of()),
            new ConnectionCounts(),
            InstantSource.system()),
        ended -> {});
  }

  /** The threads of httpclient5's own clients. */
  private static Set<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().startsWith("httpclient-"))
        .collect(Collectors.toSet());
  }

  @Test
  void readsNoMoreOfALargeAnswerThanItKeeps() {
    String large = "x".repeat(200_000);
    try (AnyServer server =
            AnyServer.answeringOverHttp2(
                request ->
                    new AnyServer.Reply(
                        200, request.head().getPath().equals("/large") ? large : "fine"));
        Caller caller = caller()) {
      CompletableFuture<Answer> cut = caller.begin(server.uri("/large"), AMPLE);
      List<CompletableFuture<Answer>> others = begin(caller, server.uri("/hook"), 10);
      assertThat(((Answer.Complete) cut.join()).status()).isEqualTo(200);
      assertAnswered(others);
      assertAnswered(begin(caller, server.uri("/hook"), 10));
    }
  }
}
