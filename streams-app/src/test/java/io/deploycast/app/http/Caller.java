package io.deploycast.app.http;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes calls and waits for their answers. */
final class Caller implements AutoCloseable {
  static final String SECRET = "CANARY-token/1";

  private final Deadlines deadlines = new Deadlines();
  final TargetHttpClient client;

  Caller(int connections) {
    client =
        new TargetHttpClient(
            "test",
            connections,
            "deploycast/test",
            deadlines,
            new SecretMask(List.of(SECRET)),
            new AddressRules(true),
            InstantSource.system());
  }

  /** The answer, and how long it took. */
  record Timed(Answer answer, Duration took) {
    int status() {
      return ((Answer.Complete) answer).status();
    }

    String error() {
      return ((Answer.None) answer).error();
    }
  }

  Timed call(URI uri, Duration timeout) {
    long start = System.nanoTime();
    CompletableFuture<Answer> answer = begin(uri, timeout);
    // Far above every time-out in use: only a call that never reports gets here.
    Answer seen = answer.orTimeout(20, TimeUnit.SECONDS).join();
    return new Timed(seen, Duration.ofNanos(System.nanoTime() - start));
  }

  CompletableFuture<Answer> begin(URI uri, Duration timeout) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    client.send(
        new HttpCall("POST", uri, Map.of("content-type", "application/json"), "{\"id\":\"a\"}"),
        timeout,
        seen -> {
          if (!answer.complete(seen)) {
            throw new AssertionError("reported twice: " + seen);
          }
        });
    return answer;
  }

  @Override
  public void close() {
    client.close();
    deadlines.close();
  }
}
