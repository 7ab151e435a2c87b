package io.deploycast.schema.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as it was told, by path, and remembers what it was asked. */
final class StubRegistry implements AutoCloseable {
  static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

  /** What it was asked: {@code GET /schemas/ids/1}. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Reply always;
  private volatile CountDownLatch hang;

  private record Reply(int status, String body) {}

  StubRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  RegistrySettings settings() {
    return RegistrySettings.of(Map.of("url", url()));
  }

  StubRegistry answers(String path, int status, String body) {
    replies.put(path, new Reply(status, body));
    return this;
  }

  /** An id and the subject it stands under. */
  StubRegistry knows(int id, String type, String subject) {
    String kind = type.equals("AVRO") ? "" : ",\"schemaType\":\"%s\"".formatted(type);
    return answers("/schemas/ids/" + id, 200, "{\"schema\":\"{}\"%s}".formatted(kind))
        .answers(
            "/schemas/ids/" + id + "/versions",
            200,
            "[{\"subject\":\"%s\",\"version\":1}]".formatted(subject));
  }

  /** The same to everything, until {@link #recover}. */
  void fail(int status, String body) {
    always = new Reply(status, body);
  }

  /** No answer to anything, until {@link #recover}. */
  void hang() {
    hang = new CountDownLatch(1);
  }

  void recover() {
    always = null;
    CountDownLatch hanging = hang;
    hang = null;
    if (hanging != null) {
      hanging.countDown();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    headers.add(Map.copyOf(exchange.getRequestHeaders()));
    exchange.getRequestBody().readAllBytes();
    CountDownLatch hanging = hang;
    if (hanging != null) {
      await(hanging);
    }
    Reply reply =
        Optional.ofNullable(always).orElseGet(() -> replies.getOrDefault(path, unknown()));
    byte[] body = reply.body().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Reply unknown() {
    return new Reply(404, UNKNOWN);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A schema as the registry gives it back as a version. */
  static String version(String subject, int version, int id, String schema) {
    return EventJson.mapper()
        .createObjectNode()
        .put("subject", subject)
        .put("version", version)
        .put("id", id)
        .put("schemaType", "JSON")
        .put("schema", schema)
        .toString();
  }

  @Override
  public void close() {
    recover();
    server.stop(0);
    threads.shutdownNow();
  }
}
