package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.it.CliProcess.Result;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.EventSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line, the service and readers of the field on one real schema registry. */
class SchemaRegistryIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** A serializer in place of ours, which the profile {@code confluent} names; usually empty. */
  private static final String SERIALIZER = System.getProperty("deploycast.value.serializer", "");

  @TempDir private static Path folder;

  private static Apicurio registry;
  private static Installation installation;
  private static AppProcess app;

  @BeforeAll
  static void start() {
    registry = new Apicurio();
    installation = Installation.onSharedBroker("registry");
    installation.target("one", SimulatedTarget.start(Behaviour.ok()));
    app =
        AppProcess.startReady(
            installation.yaml(
                "timeout: 2s, retry: []",
                "schemaRegistry: { url: \"%s\" }".formatted(registry.url())));
    registry.awaitReady();
  }

  @AfterAll
  static void stop() {
    app.close();
    installation.close();
    registry.close();
  }

  private static String topic() {
    return installation.topics.deployments();
  }

  private static String next(String prefix) {
    return id(prefix, NEXT.incrementAndGet());
  }

  private static String registered() {
    return EventSchema.registered().toString();
  }

  private static Result cli(String topic, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--schema-registry", registry.url(), "--topic", topic));
    if (!SERIALIZER.isEmpty()) {
      all.addAll(List.of("--command-config", withSerializer().toString()));
    }
    return CliProcess.run(all.toArray(String[]::new));
  }

  private static Path withSerializer() {
    try {
      return Files.writeString(
          folder.resolve("client.properties"), "value.serializer=" + SERIALIZER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result publish(String eventId) {
    return cli(
        topic(),
        "publish",
        "2016.20",
        "--event-id",
        eventId,
        "--bootstrap-servers",
        TestKafka.bootstrapServers());
  }

  private static void awaitDelivered(String eventId) {
    await("event " + eventId)
        .atMost(SOON)
        .until(() -> installation.target("one").deliveredIds().contains(eventId));
  }

  private static byte[] framed(int schema, byte[] json) {
    return ByteBuffer.allocate(5 + json.length).put((byte) 0).putInt(schema).put(json).array();
  }

  private static byte[] framed(int schema, String eventId) {
    return framed(schema, EventJson.toBytes(event(eventId, null)));
  }

  private static byte[] valueOf(String eventId) {
    return installation.read(topic()).stream()
        .filter(it -> new String(it.value(), UTF_8).contains(eventId))
        .map(ConsumerRecord::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void writesWhatReadersOfTheFieldReadAndReadsWhatTheyWrite() throws Exception {
    String ours = next("ours");
    Result result = publish(ours);
    assertThat(result.exitCode()).as(result.err()).isZero();
    awaitDelivered(ours);
    byte[] value = valueOf(ours);
    int id = registry.register(topic() + "-value", "JSON", registered());
    assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(id);

    String theirs = next("theirs");
    ObjectNode task = JsonNodeFactory.instance.objectNode();
    task.put("url", registry.url()).put("topic", topic());
    task.putArray("values").add(Base64.getEncoder().encodeToString(value));
    task.set("event", EventJson.toTree(event(theirs, "shop")));
    JsonNode answer =
        new NodeScript(
                "registry-readers.js",
                "@kafkajs/confluent-schema-registry@4.1.0",
                "@confluentinc/schemaregistry@1.10.1")
            .run(task);

    JsonNode json = EventJson.mapper().readTree(value, 5, value.length - 5);
    for (String reader : List.of("kafkajs", "confluent")) {
      assertThat(answer.at("/read/" + reader + "/0")).as(reader).isEqualTo(json);
      byte[] written = Base64.getDecoder().decode(answer.at("/written/" + reader).textValue());
      installation.forget();
      assertThat(written).as(reader).isEqualTo(framed(id, json(theirs)));
      installation.publishRaw(0, null, written);
      awaitDelivered(theirs);
    }
  }

  private static byte[] json(String eventId) {
    return EventJson.toBytes(event(eventId, "shop"));
  }

  @Test
  void evolvesTheSchemaAndSaysInTheRegistrysWordsWhyNot() {
    String evolving = TestKafka.uniqueName("evolving");
    ObjectNode older = (ObjectNode) EventSchema.registered();
    ((ObjectNode) older.path("properties")).remove("branch");
    registry.register(evolving + "-value", "JSON", older.toString());
    registry.call("PUT", "/config/" + evolving + "-value", "{\"compatibility\":\"BACKWARD\"}");

    assertThat(cli(evolving, "schema", "check").exitCode()).isZero();
    Result evolved = cli(evolving, "schema", "register", "--output", "json");
    assertThat(evolved.exitCode()).as(evolved.err()).isZero();
    assertThat(evolved.out()).contains("\"version\":2");
    assertThat(cli(evolving, "schema", "show").out()).contains("version 2").contains("branch");

    String other = TestKafka.uniqueName("incompatible");
    ((ObjectNode) older.at("/properties/release")).removeAll().put("type", "integer");
    registry.register(other + "-value", "JSON", older.toString());
    registry.call("PUT", "/config/" + other + "-value", "{\"compatibility\":\"BACKWARD\"}");
    Result checked = cli(other, "schema", "check");
    Result refused = cli(other, "schema", "register");
    Result unsent = cli(other, "publish", "1", "--bootstrap-servers", "127.0.0.1:1");

    assertThat(checked.exitCode()).isEqualTo(3);
    assertThat(checked.out()).contains("/properties/release");
    for (Result result : List.of(refused, unsent)) {
      assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
      assertThat(result.err()).contains("409").contains("/properties/release");
    }
  }

  @Test
  void buriesWhatIsNotFramedWithAnEventsSchema() throws Exception {
    int known = registry.register(topic() + "-value", "JSON", registered());
    String other = registered().replace("DeploymentEvent", "Order");
    int orders = registry.register("orders-value", "JSON", other);
    int avro =
        registry.register(
            "avro-value", "AVRO", "{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}");
    String gone = other.replace("Order", "Gone");
    int deleted = registry.register("gone-value", "JSON", gone);
    registry.call("DELETE", "/subjects/gone-value", "");
    registry.call("DELETE", "/subjects/gone-value?permanent=true", "");
    installation.forget();

    String event = next("buried");
    expectDeadLetter(framed(4711, event), "framed with 4711, which it does not know");
    expectDeadLetter(framed(orders, event), "stands under [orders-value]");
    expectDeadLetter(framed(avro, event), "which is AVRO");
    // Depending on the registry its id is unknown then, or stands under no subject.
    expectDeadLetter(framed(deleted, event), "framed with " + deleted + ", which");
    expectDeadLetter(framed(-1, event), "not negative, was -1");
    expectDeadLetter(new byte[] {2, '{', '}'}, "was magic byte 02");
    expectDeadLetter(
        EventJson.toBytes(event(event, null)),
        "__value_schema_id only",
        new RecordHeader("__value_schema_id", new byte[17]));
    assertThat(installation.target("one").statistics().requests()).isZero();

    String good = next("good");
    installation.publishRaw(0, null, framed(known, good));
    awaitDelivered(good);
  }

  private static void expectDeadLetter(byte[] value, String words, Header... headers)
      throws Exception {
    installation.publishRaw(0, null, value, headers);
    await("a dead letter that says: " + words)
        .atMost(SOON)
        .until(
            () ->
                installation.deadLetters("one").stream()
                    .map(DeadLetter::error)
                    .anyMatch(error -> error.contains(words)));
    DeadLetter dead =
        installation.deadLetters("one").stream()
            .filter(it -> it.error().contains(words))
            .findFirst()
            .orElseThrow();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.SCHEMA_UNKNOWN);
    assertThat(dead.valueBytes()).isEqualTo(value);
  }

  @Test
  void waitsForARegistryThatWasKilledAndGoesOnWithKnownIdsMeanwhile() throws Exception {
    String first = next("first");
    int known = registry.register(topic() + "-value", "JSON", registered());
    ObjectNode newer = (ObjectNode) EventSchema.registered();
    newer.put("description", "a newer version");
    int unknown = registry.register(topic() + "-DeploymentEvent", "JSON", newer.toString());
    installation.publishRaw(0, null, framed(known, first));
    awaitDelivered(first);
    int before = installation.deadLetters("one").size();

    registry.kill();
    String waiting = next("waiting");
    String goesOn = next("goes-on");
    installation.publishRaw(1, null, framed(unknown, waiting));
    installation.publishRaw(0, null, framed(known, goesOn));
    awaitDelivered(goesOn);
    await("readiness to say why")
        .atMost(SOON)
        .until(
            () ->
                app.health().statusCode() == 503
                    && app.health().body().contains("schema id %d is".formatted(unknown)));
    assertThat(installation.target("one").deliveredIds()).doesNotContain(waiting);

    registry.start();
    registry.awaitReady();
    awaitDelivered(waiting);
    await("readiness").atMost(SOON).until(() -> app.health().statusCode() == 200);
    assertThat(installation.deadLetters("one")).hasSize(before);
  }
}
