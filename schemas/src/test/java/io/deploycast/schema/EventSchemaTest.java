package io.deploycast.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class EventSchemaTest {
  @Test
  void refusesUnknownPropertiesWhenClosedAndTakesThemWhenOpen() {
    ObjectNode event = EventJson.toTree(Events.minimal().build());
    event.put("new", 1);

    assertThat(EventSchema.closed().firstViolation(event))
        .hasValue(new Violation("/new", "is not a property of the schema"));
    assertThat(EventSchema.open().firstViolation(event)).isEmpty();
  }

  @Test
  void opensNoTypeAndNoRequiredProperty() {
    JsonNode open = EventSchema.open().document();

    assertThat(open.toString()).doesNotContain("maxLength").doesNotContain("maxProperties");
    assertThat(open.path("required")).isEqualTo(EventSchema.closed().document().path("required"));
    assertThat(open.at("/properties/service/type").textValue()).isEqualTo("string");
    assertThat(open.at("/properties/attributes/additionalProperties/type").textValue())
        .isEqualTo("string");
  }

  @Test
  void hasTheLimitsOfTheRecord() {
    JsonNode schema = EventSchema.closed().document();

    assertThat(schema.at("/properties/release/maxLength").intValue())
        .isEqualTo(DeploymentEvent.MAX_NAME);
    assertThat(schema.at("/properties/url/maxLength").intValue())
        .isEqualTo(DeploymentEvent.MAX_ADDRESS);
    assertThat(schema.at("/properties/description/maxLength").intValue())
        .isEqualTo(DeploymentEvent.MAX_DESCRIPTION);
    assertThat(schema.at("/properties/attributes/maxProperties").intValue())
        .isEqualTo(DeploymentEvent.MAX_ATTRIBUTES);
    assertThat(schema.at("/properties/attributes/additionalProperties/maxLength").intValue())
        .isEqualTo(DeploymentEvent.MAX_ATTRIBUTE_VALUE);
    assertThat(texts(schema.at("/properties/status/enum")))
        .containsExactlyElementsOf(
            Arrays.stream(DeploymentStatus.values()).map(DeploymentStatus::wireName).toList());
    assertThat(texts(EventSchema.deadLetter().document().at("/properties/reason/enum")))
        .containsExactlyElementsOf(
            Arrays.stream(DeadLetterReason.values()).map(Enum::name).toList());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }

  @Test
  void neverFetchesARemoteReference() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
        });
    server.start();
    try {
      JsonNode document =
          EventJson.mapper()
              .readTree(
                  "{\"$ref\":\"http://127.0.0.1:%d/x\"}".formatted(server.getAddress().getPort()));

      assertThatThrownBy(() -> EventSchema.foreign(document).firstViolation(document))
          .hasMessageContaining("http://127.0.0.1");
      assertThat(requests).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void describesReceipts() throws IOException {
    String receipt =
        """
        {"eventId":"0123456789abcdef","target":"grafana","outcome":"delivered","attempts":1,"status":200,
         "latencyMs":12,"finishedAt":"2026-01-02T03:04:05Z",
         "origin":{"topic":"deployments","partition":1,"offset":2,"timestamp":"2026-01-02T03:04:04Z"}}
        """;
    ObjectNode json = (ObjectNode) EventJson.mapper().readTree(receipt);

    assertThat(EventSchema.receipt().firstViolation(json)).isEmpty();
    json.put("more", 1);
    assertThat(EventSchema.receipt().firstViolation(json)).isPresent();
  }
}
