package io.deploycast.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deploycast.app.topology.ScriptedTarget.Attempt;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.registry.RecordReader;
import io.deploycast.schema.registry.RegistrySettings;
import io.deploycast.schema.registry.SchemaLookups;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values framed with a schema id, and a registry that answers late, or not. */
class SchemaWaitTest extends TopologyCase {
  private static final String OTHER = "event-abcdefghij";
  private static final int ID_OF_SCHEMA = 7;

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private SchemaLookups lookups;
  private volatile boolean down;

  @BeforeEach
  void openWithRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    lookups =
        new SchemaLookups(
            RegistrySettings.of(Map.of("url", url)), Set.of("deployments-value"), this::nanos);
    driver.close();
    reader = RecordReader.with(new EventReader(), lookups);
    open();
  }

  @AfterEach
  void stopRegistry() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    boolean unknown = !path.contains("/ids/" + ID_OF_SCHEMA);
    String body =
        path.endsWith("/versions")
            ? "[{\"subject\":\"deployments-value\",\"version\":1}]"
            : "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}";
    if (down || unknown) {
      body = "{\"error_code\":40403,\"message\":\"not found\"}";
    }
    exchange.sendResponseHeaders(down ? 503 : unknown ? 404 : 200, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }

  private static byte[] framed(int schema, byte[] json) {
    return ByteBuffer.allocate(5 + json.length).put((byte) 0).putInt(schema).put(json).array();
  }

  private static byte[] event(String id) {
    return new String(EVENT, UTF_8).replace(ID, id).getBytes(UTF_8);
  }

  /** Lets the clock run on, a turn at a time, while the registry really answers. */
  private void passUntil(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within ten seconds").isLessThan(deadline);
      pass(Duration.ofMillis(1));
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  @Test
  void deliversPlainAndFramedValuesInTheirOrder() {
    publish(framed(ID_OF_SCHEMA, EVENT));
    publish(event(OTHER));

    passUntil(() -> target.attempts.size() == 2);

    assertThat(target.attempts).containsExactly(new Attempt(ID, 1), new Attempt(OTHER, 1));
    assertThat(asked).hasValue(2);
    publish(framed(ID_OF_SCHEMA, event("event-ABCDEFGHIJ")));
    assertThat(target.attempts).hasSize(3);
    assertThat(asked).hasValue(2);
  }

  @Test
  void holdsThePartitionWhileTheRegistryIsDownAndGoesOnAfterwards() {
    down = true;
    publish(framed(ID_OF_SCHEMA, EVENT));
    publish(event(OTHER));
    passUntil(() -> lookups.problem().isPresent());
    pass(Duration.ofSeconds(1));

    assertThat(target.attempts).isEmpty();
    assertThat(driver.producedTopicNames()).isEmpty();
    assertThat(flow.partitions())
        .anySatisfy(it -> assertThat(it.window().lowestUnfinished()).hasValue(0));
    assertThat(lookups.problem().orElseThrow())
        .contains("schema id 7 is, and events framed with it wait")
        .contains("answered 503");

    down = false;
    passUntil(() -> target.attempts.size() == 2);
    assertThat(target.attempts).containsExactly(new Attempt(ID, 1), new Attempt(OTHER, 1));
    assertThat(lookups.problem()).isEmpty();
  }

  @Test
  void goesOnWithKnownIdsWhileTheRegistryIsDown() {
    publish(framed(ID_OF_SCHEMA, EVENT));
    passUntil(() -> target.attempts.size() == 1);
    down = true;

    publish(framed(ID_OF_SCHEMA, event(OTHER)));

    assertThat(target.attempts).hasSize(2);
  }

  @Test
  void buriesAnUnknownIdWithItsBytesAndGoesOn() {
    byte[] value = framed(9, EVENT);
    publish(value);
    publish(event(OTHER));

    passUntil(() -> target.attempts.size() == 1);

    DeadLetter dead = deadLetter();
    assertThat(dead.reason()).isEqualTo(DeadLetterReason.SCHEMA_UNKNOWN);
    assertThat(dead.error()).contains("framed with 9, which it does not know");
    assertThat(dead.valueBytes()).isEqualTo(value);
    assertThat(target.attempts).containsExactly(new Attempt(OTHER, 1));
  }

  @Test
  void readsAFramedValueAgainFromTheRetryTopic() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    byte[] value = framed(ID_OF_SCHEMA, EVENT);
    publish(value);
    passUntil(() -> target.attempts.size() == 1);
    pass(Duration.ofMillis(10));

    assertThat(output("deployments.audit.retry-1m").readRecord().value()).isEqualTo(value);
    target.answer = ScriptedTarget.DELIVERED;
    pass(MINUTE);
    assertThat(target.attempts).containsExactly(new Attempt(ID, 1), new Attempt(ID, 2));
  }

  @Test
  void stopsWithoutWaitingForTheRegistry() {
    down = true;
    publish(framed(ID_OF_SCHEMA, EVENT));
    flow.drain();
    down = false;
    pass(Duration.ofSeconds(5));

    assertThat(target.attempts).isEmpty();
    assertThat(driver.producedTopicNames()).isEmpty();
  }

  @Test
  void saysThatAnIdInAHeaderAloneIsNotRead() {
    publish(KEY, EVENT, new RecordHeaders().add("__value_schema_id", new byte[17]));

    assertThat(deadLetter().error()).contains("__value_schema_id only");
    assertThat(asked).hasValue(0);
  }
}
