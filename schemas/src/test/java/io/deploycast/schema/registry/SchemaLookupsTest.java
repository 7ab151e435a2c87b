package io.deploycast.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaLookupsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final StubRegistry registry = new StubRegistry();
  private final AtomicLong ahead = new AtomicLong();
  private final SchemaLookups lookups =
      new SchemaLookups(
          registry.settings(), Set.of("deployments-value"), () -> System.nanoTime() + ahead.get());

  @AfterEach
  void close() {
    registry.close();
  }

  /** Asks until there is a finding, as a stream thread does. */
  private SchemaFinding found(int id) throws InterruptedException {
    until(() -> lookups.find(id).isPresent());
    return lookups.find(id).orElseThrow();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 10 * SECOND;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within ten seconds").isLessThan(deadline);
      pause();
    }
  }

  private static void pause() throws InterruptedException {
    assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void asksOnceForAnIdThatIsKnown() throws InterruptedException {
    registry.knows(7, "JSON", ":.eu:deployments-value");

    assertThat(lookups.find(7)).isEmpty();
    assertThat(found(7)).isEqualTo(new SchemaFinding.Usable());
    ahead.addAndGet(3_600 * SECOND);

    assertThat(lookups.find(7)).contains(new SchemaFinding.Usable());
    assertThat(registry.asked)
        .containsExactly("GET /schemas/ids/7", "GET /schemas/ids/7/versions?deleted=true");
  }

  @Test
  void hasOneLookUpInFlightHoweverManyAsk() throws InterruptedException {
    registry.knows(7, "JSON", "deployments-value");
    registry.hang();
    for (int i = 0; i < 200; i++) {
      assertThat(lookups.find(7)).isEmpty();
    }
    until(() -> !registry.asked.isEmpty());

    assertThat(registry.asked).containsExactly("GET /schemas/ids/7");
  }

  @ParameterizedTest
  @CsvSource({
    "AVRO, deployments-value, which is AVRO",
    "PROTOBUF, deployments-value, which is PROTOBUF",
    "JSON, orders-value, which stands under [orders-value]"
  })
  void tellsWhatIsNoEventsSchema(String type, String subject, String words)
      throws InterruptedException {
    registry.knows(7, type, subject);

    assertThat(found(7)).isInstanceOf(SchemaFinding.Unusable.class);
    assertThat(found(7).toString()).contains("was framed with 7, " + words);
  }

  @Test
  void tellsWhatWasDeletedForGood() throws InterruptedException {
    registry.knows(7, "JSON", "deployments-value").answers("/schemas/ids/7/versions", 200, "[]");

    assertThat(found(7).toString()).contains("which stands under no subject");
  }

  @Test
  void asksTwiceBeforeAnIdCountsAsUnknownAndForgetsItSoon() throws InterruptedException {
    assertThat(lookups.find(9)).isEmpty();
    until(() -> registry.asked.size() == 1);
    pause();
    assertThat(lookups.find(9)).isEmpty();
    until(
        () -> {
          ahead.addAndGet(SECOND / 10);
          return lookups.find(9).isPresent();
        });

    assertThat(found(9).toString()).contains("framed with 9, which it does not know");
    assertThat(registry.asked).hasSize(2);
    registry.knows(9, "JSON", "deployments-value");
    ahead.addAndGet(11 * SECOND);
    assertThat(found(9)).isEqualTo(new SchemaFinding.Usable());
  }

  @ParameterizedTest
  @CsvSource({
    "500, '{\"error_code\":50001,\"message\":\"store is down\"}', answered 500: store is down",
    "429, '', answered 429",
    "404, '<html>no such page</html>', 'answered 404, not as a schema registry does'",
    "200, 'garbage', 'answered 200, not as a schema registry does'",
    "302, '', answered 302",
    "401, '{\"error_code\":401,\"message\":\"who are you\"}', check credentials"
  })
  void waitsWhileTheRegistryIsInTroubleAndSaysSo(int status, String body, String words)
      throws InterruptedException {
    registry.knows(7, "JSON", "deployments-value");
    registry.fail(status, body);
    assertThat(lookups.problem()).isEmpty();
    until(() -> lookups.find(7).isEmpty() && lookups.problem().isPresent());

    assertThat(lookups.problem().orElseThrow()).contains("schema id 7").contains(words);
    assertThat(registry.asked).doesNotContain("GET /elsewhere");
    registry.recover();
    assertThat(found(7)).isEqualTo(new SchemaFinding.Usable());
    assertThat(lookups.problem()).isEmpty();
  }

  @Test
  void growsThePauseBetweenLookUpsOfARegistryInTrouble() throws InterruptedException {
    registry.fail(500, "");
    long began = System.nanoTime();
    until(
        () -> {
          ahead.addAndGet(SECOND / 4);
          return lookups.find(7).isEmpty() && ahead.get() > 30 * SECOND;
        });

    long passed = (System.nanoTime() - began + ahead.get()) / SECOND;
    // 0.25, 0.5, 1, 2 and then every 4 seconds.
    assertThat(registry.asked.size()).isBetween(3, (int) (5 + passed / 4));
  }

  @Test
  void nobodyWaitsForWhatIsNotAskedForAnyMore() throws InterruptedException {
    registry.fail(500, "");
    until(() -> lookups.find(7).isEmpty() && lookups.problem().isPresent());

    ahead.addAndGet(6 * SECOND);

    assertThat(lookups.problem()).isEqualTo(Optional.empty());
  }
}
