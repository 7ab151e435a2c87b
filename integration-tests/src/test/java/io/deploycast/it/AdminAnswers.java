package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that the admin listener of a service answers to those who hold its tokens. */
final class AdminAnswers {
  /** More than the first events of a stream. */
  private static final int STREAMED = 64;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private final Set<String> answered = new TreeSet<>();
  private final StringBuilder shown = new StringBuilder();

  AdminAnswers(int port) {
    this.address = URI.create("http://127.0.0.1:" + port);
  }

  /** Every answer so far, headers and all. */
  String shown() {
    return shown.toString();
  }

  /** The routes that gave what was asked for. */
  Set<String> answered() {
    return answered;
  }

  /**
   * Asks every route that can be read, by the service's own description of them.
   *
   * @param values of the variables in their paths
   * @return the routes
   */
  List<String> askAll(Map<String, ? extends Iterable<String>> values) throws Exception {
    JsonNode document = EventJson.mapper().readTree(get("/api/v1/openapi.json"));
    List<String> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      if (path.getValue().has("get")) {
        routes.add(path.getKey());
        ask(path.getKey(), values);
      }
    }
    return routes;
  }

  private void ask(String route, Map<String, ? extends Iterable<String>> values) throws Exception {
    int open = route.indexOf('{');
    if (open < 0) {
      ask(route, route);
      return;
    }
    int close = route.indexOf('}');
    for (String value : values.get(route.substring(open + 1, close))) {
      String encoded = URLEncoder.encode(value, UTF_8);
      ask(route, route.substring(0, open) + encoded + route.substring(close + 1));
    }
  }

  private void ask(String route, String path) throws Exception {
    HttpResponse<InputStream> response = send("GET", path, PlantedSecrets.READ, "");
    if (response.statusCode() == 200) {
      answered.add(route);
    }
  }

  /** The body of what a path gives. */
  String get(String path) throws Exception {
    int before = shown.length();
    send("GET", path, PlantedSecrets.READ, "");
    String answer = shown.substring(before);
    return answer.substring(answer.indexOf('\n') + 1);
  }

  /** Whatever the method, whoever asks. */
  HttpResponse<InputStream> send(String method, String path, String token, String body)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(address.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .header("origin", address.toString())
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    boolean stream =
        response.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
    try (InputStream in = response.body()) {
      byte[] read = stream ? in.readNBytes(STREAMED) : in.readAllBytes();
      shown.append(response.headers().map()).append('\n').append(new String(read, UTF_8));
    }
    return response;
  }
}
