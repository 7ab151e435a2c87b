package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One target is ill; the others do not notice, in first attempts and in its retry storm. */
@Isolated("compares latencies")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationIT {
  private static final Logger LOG = LoggerFactory.getLogger(IsolationIT.class);
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int PER_SECOND = 100;

  /** Four seconds of load; with retries after a second they fall into it, too. */
  private static final int COUNT = 4 * PER_SECOND;

  private final Installation installation = Installation.onSharedBroker("isolation");
  private AppProcess app;

  @BeforeAll
  void start() {
    for (String name : List.of("ill", "one", "two")) {
      installation.target(name, SimulatedTarget.start(Behaviour.ok()));
    }
    app =
        AppProcess.startReady(
            installation.yaml("timeout: 1s, retry: [ { delay: 1s, attempts: 20 } ]"));
  }

  @AfterAll
  void close() {
    app.close();
    installation.close();
  }

  @BeforeEach
  void forget() {
    installation.target("ill").behave(Behaviour.ok());
    installation.forget();
  }

  static Stream<Map.Entry<String, Behaviour>> illnesses() {
    Map<String, Behaviour> illnesses = new LinkedHashMap<>();
    illnesses.put("hangs", Behaviour.hang());
    illnesses.put("answers 429", Behaviour.retryAfter(429, "2"));
    illnesses.put("fails every other call", Behaviour.everyNth(2, 500));
    return illnesses.entrySet().stream();
  }

  static Stream<Map.Entry<String, Behaviour>> otherIllnesses() {
    Map<String, Behaviour> illnesses = new LinkedHashMap<>();
    illnesses.put("resets", Behaviour.resetBeforeReply());
    illnesses.put("refuses connections", Behaviour.down());
    illnesses.put("trickles", Behaviour.trickleBody());
    return illnesses.entrySet().stream();
  }

  private long publish(String prefix) throws Exception {
    long began = System.nanoTime();
    try (Load load = Load.start(installation, prefix, COUNT, PER_SECOND)) {
      load.await();
    }
    return began;
  }

  private int rebalances() {
    return (int) app.log().lines().filter(it -> it.contains("partitions assigned")).count();
  }

  @ParameterizedTest
  @MethodSource("illnesses")
  void leavesOthersAlone(Map.Entry<String, Behaviour> illness) throws Exception {
    expectIsolated(illness);
  }

  @ParameterizedTest
  @MethodSource("otherIllnesses")
  @Tag("nightly")
  void leavesOthersAloneInOtherIllnesses(Map.Entry<String, Behaviour> illness) throws Exception {
    expectIsolated(illness);
  }

  private void expectIsolated(Map.Entry<String, Behaviour> illness) throws Exception {
    int before = rebalances();
    String run = illness.getKey().replace(' ', '-');
    long wellFrom = publish("well-" + run);
    long wellUntil = System.nanoTime();
    installation.target("ill").behave(illness.getValue());
    long illFrom = publish("ill-" + run);
    long illUntil = System.nanoTime();

    for (String name : List.of("one", "two")) {
      await(name)
          .atMost(SOON)
          .until(() -> installation.target(name).deliveredIds().size() >= 2 * COUNT);
      Duration well = installation.p99(name, wellFrom, wellUntil);
      Duration ill = installation.p99(name, illFrom, illUntil);
      LOG.atWarn()
          .log(
              "'ill' {}: p99 of '{}' {} ms, was {} ms",
              illness.getKey(),
              name,
              ill.toMillis(),
              well.toMillis());
      assertThat(ill).isLessThan(well.multipliedBy(2).plusMillis(50));
    }
    installation.target("ill").behave(Behaviour.ok());
    installation.awaitAllDelivered(SOON);
    assertThat(rebalances()).isEqualTo(before);
    for (String name : List.of("one", "two")) {
      installation
          .verdict(name, List.of())
          .expect(Guarantee.NOTHING_MISSING, Guarantee.NOTHING_REPEATED, Guarantee.IN_ORDER);
    }
    installation
        .verdict("ill", List.of(), Duration.ofSeconds(1))
        .expect(Guarantee.NOTHING_MISSING, Guarantee.NOTHING_EARLY, Guarantee.NO_DEAD_LETTER);
  }
}
