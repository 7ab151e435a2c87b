package io.deploycast.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Excerpt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a registry: the next address is tried where one is not reached, a redirect is
 * never followed, and the whole of it, body included, ends within a bound. Thread-safe, and never
 * blocks its caller.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">REST
 *     API</a>
 */
final class RegistryClient {
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  /** A registry that does not take a connection within it is not there. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Room for large schemas; what is larger is no answer of a registry. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  /** Longest excerpt of a registry's words, in characters. */
  private static final int MOST_WORDS = 1_000;

  private final RegistrySettings settings;
  private final HttpClient http;

  RegistryClient(RegistrySettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (settings.tls() != null) {
      builder.sslContext(settings.tls());
    }
    this.http = builder.build();
  }

  CompletableFuture<RegistryAnswer> get(String path, Duration bound) {
    return exchange(path, null, bound);
  }

  CompletableFuture<RegistryAnswer> post(String path, JsonNode body, Duration bound) {
    return exchange(path, body, bound);
  }

  /** The addresses, to be named in a sentence. */
  String addresses() {
    return String.join(",", settings.urls().stream().map(URI::toString).toList());
  }

  private CompletableFuture<RegistryAnswer> exchange(
      String path, @Nullable JsonNode body, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    CompletableFuture<RegistryAnswer> answer = ask(0, path, body, deadline);
    for (int i = 1; i < settings.urls().size(); i++) {
      int next = i;
      answer =
          answer.thenCompose(
              it ->
                  it instanceof RegistryAnswer.Unavailable
                      ? ask(next, path, body, deadline)
                      : CompletableFuture.completedFuture(it));
    }
    return answer;
  }

  private CompletableFuture<RegistryAnswer> ask(
      int address, String path, @Nullable JsonNode body, long deadline) {
    URI base = settings.urls().get(address);
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(body == null ? "GET" : "POST", publisher)
            .header("Accept", MEDIA_TYPE + ", application/json")
            .header("Content-Type", MEDIA_TYPE);
    settings.headers().forEach(request::header);
    CompletableFuture<HttpResponse<byte[]>> call =
        http.sendAsync(request.build(), info -> new BoundedBody(MOST_BYTES));
    // The client's own time-outs end with the headers; a body could trickle for ever.
    return call.copy()
        .orTimeout(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
        .handle(
            (response, error) -> {
              call.cancel(true);
              return error == null ? answer(base, response) : answer(base, error);
            });
  }

  private static RegistryAnswer answer(URI base, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode body = json(response.body());
    String words = body.path("message").asText("");
    String said = words.isEmpty() ? "" : ": " + Excerpt.of(words, MOST_WORDS);
    if (status == 401 || status == 403) {
      return new RegistryAnswer.Denied(base + " answered " + status + said);
    }
    if (status / 100 == 2 && body.isContainerNode()) {
      return new RegistryAnswer.Done(body);
    }
    boolean decided = status / 100 == 4 && status != 408 && status != 429;
    if (decided && body.path("error_code").asInt() > 0) {
      return new RegistryAnswer.Refused(
          status, body.path("error_code").asInt(), Excerpt.of(words, MOST_WORDS));
    }
    String what = status / 100 == 2 || decided ? ", not as a schema registry does" : said;
    return new RegistryAnswer.Unavailable(base + " answered " + status + what);
  }

  private static RegistryAnswer answer(URI base, Throwable error) {
    @Nullable Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    // A connection that breaks in the handshake is a registry that goes away, no refusal.
    return cause instanceof SSLException && !(cause.getCause() instanceof IOException)
        ? new RegistryAnswer.Denied(
            base + " is refused by TLS: " + Excerpt.of(String.valueOf(cause.getMessage())))
        : new RegistryAnswer.Unavailable(base + " " + words(cause));
  }

  private static JsonNode json(byte[] body) {
    try {
      return EventJson.mapper().readTree(body);
    } catch (IOException e) {
      return EventJson.mapper().missingNode();
    }
  }

  private static String words(@Nullable Throwable cause) {
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return "did not answer in time";
    }
    if (cause instanceof ConnectException) {
      return cause.getCause() instanceof UnresolvedAddressException
          ? "has a name that does not resolve"
          : "was not reached";
    }
    return "gave no answer: " + Excerpt.of(String.valueOf(cause));
  }
}
