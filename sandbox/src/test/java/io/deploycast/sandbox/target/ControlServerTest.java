package io.deploycast.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ControlServerTest {
  private final SimulatedTarget target = SimulatedTarget.start(Behaviour.answers(503, 200));
  private final ControlServer control = ControlServer.start(target, 0);

  @AfterEach
  void stop() {
    control.close();
    target.close();
  }

  @Test
  void givesStatistics() throws Exception {
    Client.post(target.uri(), "a");
    Client.post(target.uri(), "a");
    JsonNode statistics = json("/statistics");
    assertThat(statistics.path("requests").asInt()).isEqualTo(2);
    assertThat(statistics.path("delivered").asInt()).isEqualTo(1);
    assertThat(statistics.path("retried").asInt()).isEqualTo(1);
    assertThat(statistics.path("maxConcurrent").asInt()).isEqualTo(1);
    assertThat(statistics.path("statuses").toString()).isEqualTo("{\"200\":1,\"503\":1}");
  }

  @Test
  void listsRequestsAfterANumber() throws Exception {
    Client.post(target.uri(), "a");
    Client.post(target.uri(), "b");
    JsonNode requests = json("/requests?after=1");
    assertThat(requests).hasSize(1);
    JsonNode request = requests.get(0);
    assertThat(request.path("number").asInt()).isEqualTo(2);
    assertThat(request.path("eventId").asText()).isEqualTo("b");
    assertThat(request.path("status").asInt()).isEqualTo(503);
    assertThat(request.path("body").asText()).isEqualTo("{\"id\":\"in-the-body\"}");
    assertThat(request.path("announcedAttempt").isNull()).isTrue();
    assertThat(request.at("/headers/webhook-id/0").asText()).isEqualTo("b");
  }

  @Test
  void changesTheBehaviour() throws Exception {
    assertThat(put("/behaviour", "every 3 answers 503").statusCode()).isEqualTo(204);
    assertThat(get("/behaviour").body()).isEqualTo("every 3 503 else ok");
    assertThat(Client.post(target.uri(), "a").statusCode()).isEqualTo(200);
  }

  @Test
  void keepsTheBehaviourWhenItCannotReadTheNewOne() throws Exception {
    HttpResponse<String> answer = put("/behaviour", "sing");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("'sing'");
    assertThat(get("/behaviour").body()).isEqualTo("sequence 503,ok");
    assertThat(get("/requests?after=x").statusCode()).isEqualTo(400);
  }

  @Test
  void forgets() throws Exception {
    Client.post(target.uri(), "a");
    Client.send(HttpRequest.newBuilder(uri("/requests")).DELETE().build());
    assertThat(json("/requests")).isEmpty();
  }

  private JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return Client.send(HttpRequest.newBuilder(uri(path)).build());
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return Client.send(
        HttpRequest.newBuilder(uri(path)).PUT(BodyPublishers.ofString(body)).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + control.port() + path);
  }
}
