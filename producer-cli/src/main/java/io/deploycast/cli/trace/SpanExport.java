package io.deploycast.cli.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a span by OTLP over HTTP with a JSON body, to where OpenTelemetry's environment variables
 * say. What goes wrong here is a warning: the event is published or not, whatever becomes of its
 * span.
 */
final class SpanExport {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
  private static final String SERVICE_NAME = "OTEL_SERVICE_NAME";
  private static final String TRACES_PATH = "/v1/traces";

  private static final int SUCCESS = 200;
  private static final int NO_SUCCESS = 300;

  private final String endpoint;
  private final Map<String, String> environment;
  private final PrintWriter err;

  SpanExport(String endpoint, Map<String, String> environment, PrintWriter err) {
    this.endpoint = endpoint;
    this.environment = environment;
    this.err = err;
  }

  /** Where spans go; empty when nobody collects them. */
  static Optional<String> endpoint(Map<String, String> environment) {
    if ("true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))) {
      return Optional.empty();
    }
    String traces = environment.getOrDefault(TRACES_ENDPOINT, "");
    if (!traces.isEmpty()) {
      return Optional.of(traces);
    }
    String all = environment.getOrDefault(ENDPOINT, "");
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.replaceFirst("/+$", "") + TRACES_PATH);
  }

  void send(PublishSpan span, Duration bound) {
    String service = environment.getOrDefault(SERVICE_NAME, "");
    byte[] body =
        span.toJson(service.isEmpty() ? "deploycast-cli" : service)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    try {
      int status = post(body, (int) bound.toMillis());
      if (status < SUCCESS || status >= NO_SUCCESS) {
        warn("answered " + status);
      }
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      warn("was not reached: " + e.getClass().getSimpleName());
    }
  }

  private int post(byte[] body, int millis) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url().openConnection();
    try {
      connection.setConnectTimeout(millis);
      connection.setReadTimeout(millis);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/json");
      headers(connection);
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private URL url() throws MalformedURLException {
    URI uri = URI.create(endpoint);
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      throw new IllegalArgumentException("an endpoint must be http or https");
    }
    return uri.toURL();
  }

  /** {@code key=value,key=value}, percent-encoded. */
  private void headers(HttpURLConnection connection) {
    for (String pair : environment.getOrDefault(HEADERS, "").split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        connection.setRequestProperty(
            pair.substring(0, equals).strip(),
            URLDecoder.decode(pair.substring(equals + 1).strip(), StandardCharsets.UTF_8));
      }
    }
  }

  private void warn(String what) {
    err.println("deploycast: warning: the collector of spans, %s, %s".formatted(shown(), what));
  }

  /** Without credentials and parameters, which may be secret. */
  private String shown() {
    return endpoint.replaceFirst("//[^/@]*@", "//").replaceFirst("[?#].*$", "");
  }
}
