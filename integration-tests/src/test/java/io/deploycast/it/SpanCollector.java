package io.deploycast.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects spans by OTLP over HTTP, in protobuf and in JSON, on loopback. */
final class SpanCollector implements AutoCloseable {
  private final HttpServer server;
  private final List<Collected> spans = new CopyOnWriteArrayList<>();

  /** A span as it arrived. */
  record Collected(
      String service, String name, String traceId, String id, String parentId, Duration took) {}

  SpanCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Collected> named(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (InputStream body = exchange.getRequestBody()) {
      if ("application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
        takeJson(new ObjectMapper().readTree(body));
      } else {
        takeProtobuf(ExportTraceServiceRequest.parseFrom(body));
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private void takeJson(JsonNode request) {
    for (JsonNode resource : request.path("resourceSpans")) {
      for (JsonNode span : resource.at("/scopeSpans/0/spans")) {
        spans.add(
            new Collected(
                resource.at("/resource/attributes/0/value/stringValue").asText(),
                span.path("name").asText(),
                span.path("traceId").asText(),
                span.path("spanId").asText(),
                span.path("parentSpanId").asText(),
                Duration.ofNanos(
                    span.path("endTimeUnixNano").asLong()
                        - span.path("startTimeUnixNano").asLong())));
      }
    }
  }

  private void takeProtobuf(ExportTraceServiceRequest request) {
    HexFormat hex = HexFormat.of();
    for (var resource : request.getResourceSpansList()) {
      String service =
          resource.getResource().getAttributesList().stream()
              .filter(it -> it.getKey().equals("service.name"))
              .map(it -> it.getValue().getStringValue())
              .findFirst()
              .orElse("");
      for (var scope : resource.getScopeSpansList()) {
        for (var span : scope.getSpansList()) {
          spans.add(
              new Collected(
                  service,
                  span.getName(),
                  hex.formatHex(span.getTraceId().toByteArray()),
                  hex.formatHex(span.getSpanId().toByteArray()),
                  hex.formatHex(span.getParentSpanId().toByteArray()),
                  Duration.ofNanos(span.getEndTimeUnixNano() - span.getStartTimeUnixNano())));
        }
      }
    }
  }
}
