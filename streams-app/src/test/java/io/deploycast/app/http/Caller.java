package io.deploycast.app.http;

import io.deploycast.app.http.connection.ConnectionSpec;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes calls and waits for their answers. */
public final class Caller implements AutoCloseable {
  static final String SECRET = "CANARY-token/1";

  private final Deadlines deadlines = new Deadlines();
  public final TargetHttpClient client;

  Caller(int connections) {
    this(ConnectionSpec.usual(connections));
  }

  public Caller(ConnectionSpec spec) {
    client =
        new TargetHttpClient(
            "test",
            spec,
            "deploycast/test",
            deadlines,
            new SecretMask(List.of(SECRET)),
            new AddressRules(true),
            InstantSource.system());
  }

  /** The answer, and how long it took. */
  public record Timed(Answer answer, Duration took) {
    public int status() {
      return ((Answer.Complete) answer).status();
    }

    public String error() {
      return ((Answer.None) answer).error();
    }

    Answer.Cause cause() {
      return ((Answer.None) answer).cause();
    }
  }

  public Timed call(URI uri, Duration timeout) {
    return call(client, uri, timeout);
  }

  CompletableFuture<Answer> begin(URI uri, Duration timeout) {
    return begin(client, uri, timeout);
  }

  /** A call by other means than the client alone. */
  public static Timed call(Calls calls, URI uri, Duration timeout) {
    long start = System.nanoTime();
    CompletableFuture<Answer> answer = begin(calls, uri, timeout);
    // Far above every time-out in use: only a call that never reports gets here.
    Answer seen = answer.orTimeout(20, TimeUnit.SECONDS).join();
    return new Timed(seen, Duration.ofNanos(System.nanoTime() - start));
  }

  public static CompletableFuture<Answer> begin(Calls calls, URI uri, Duration timeout) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    calls.send(
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
