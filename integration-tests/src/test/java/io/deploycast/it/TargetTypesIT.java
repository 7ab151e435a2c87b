package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.target.TargetType;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.it.api.SimulatedApi;
import io.deploycast.it.api.SimulatedApis;
import io.deploycast.sandbox.net.FreePort;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Every type, from Kafka to the API it was written for, in one service: what the API wants, what it
 * answers, and what becomes of the event.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TargetTypesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> STATUSES =
      List.of("succeeded", "started", "failed", "rolled_back");

  /** More than any API has ways to fail. */
  private static final int FAILURES = 5;

  private final TargetTypes types = TargetTypes.shipped();
  private final Installation installation = new Installation("types", PlantedSecrets.kafka());
  private final SimulatedApis apis =
      new SimulatedApis(types.names(), planned(), Installation.CLOCK);
  private final PlantedSecrets planted = new PlantedSecrets();
  private final int adminPort = FreePort.choose(new Random());
  private String yaml = "";
  private AppProcess app;

  private static Map<String, Integer> planned() {
    Map<String, Integer> planned = new HashMap<>();
    IntStream.range(0, FAILURES).forEach(i -> planned.put(id("api-failing", i), i));
    return planned;
  }

  @BeforeAll
  void start() {
    yaml =
        installation.yaml(
                "timeout: 30s, retry: [ { delay: 1s, attempts: 3 } ]",
                PlantedSecrets.service(adminPort))
            + apis.yaml()
            + planted.targets();
    app = AppProcess.startWith(List.of("-Xmx400m"), Map.of(), yaml);
    app.awaitReady();
  }

  @AfterAll
  void stop() {
    app.close();
    planted.close();
    apis.close();
    installation.close();
  }

  private static String id(String prefix, int number) {
    return Installation.id(prefix, number);
  }

  /** An event of the golden requests, deployed that long ago, with the id also in its release. */
  private void publish(String id, String variant, String status, Duration ago) throws Exception {
    ObjectNode event = SimulatedApis.event(variant);
    event.put("id", id).put("status", status);
    event.put("deployedAt", Installation.CLOCK.instant().minus(ago).toString());
    event.remove("startedAt");
    event.put("release", event.path("release").asText() + " " + id);
    installation.publishRaw(0, id.getBytes(UTF_8), event.toString().getBytes(UTF_8));
  }

  private TargetType type(String name) {
    return types.find(name).orElseThrow();
  }

  private void awaitArrived(Map<String, Set<String>> expected) {
    await("every API to have its events")
        .atMost(SOON)
        .failFast(this::refuseProblems)
        .untilAsserted(() -> assertThat(missing(expected)).isEmpty());
  }

  /** What an API had to say of a request; it takes all that we send. */
  private void refuseProblems() {
    Map<String, List<String>> problems = new TreeMap<>();
    apis.all().forEach((name, api) -> problems.put(name, api.problems()));
    problems.values().removeIf(List::isEmpty);
    assertThat(problems).isEmpty();
  }

  private Map<String, Set<String>> missing(Map<String, Set<String>> expected) {
    Map<String, Set<String>> missing = new TreeMap<>();
    expected.forEach((name, ids) -> missing.put(name, new TreeSet<>(ids)));
    missing.forEach((name, ids) -> ids.removeIf(apis.all().get(name)::has));
    missing.values().removeIf(Set::isEmpty);
    return missing;
  }

  private Map<String, Set<String>> perType(Function<TargetType, Set<String>> ids) {
    return types.names().stream()
        .collect(Collectors.toMap(name -> name, name -> ids.apply(type(name))));
  }

  private DeadLetter deadLetter(String target, String eventId) {
    return installation.deadLetters(target).stream()
        .filter(dead -> eventId.equals(dead.eventId()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(target + " must have buried " + eventId));
  }

  @Test
  @Order(1)
  void sendsWhatTheApiWantsInEveryStatus() throws Exception {
    for (int i = 0; i < STATUSES.size(); i++) {
      publish(id("api-full", i), "full", STATUSES.get(i), Duration.ofMinutes(1));
    }
    awaitArrived(
        perType(
            type ->
                IntStream.range(0, type.when() == null ? STATUSES.size() : 1)
                    .mapToObj(i -> id("api-full", i))
                    .collect(Collectors.toSet())));
  }

  @Test
  @Order(2)
  void sendsWhatTheApiWantsWhateverAnEventSays() throws Exception {
    publish(id("api-hostile", 0), "hostile", "succeeded", Duration.ofMinutes(1));
    Set<String> ids = Set.of(id("api-hostile", 0));
    awaitArrived(perType(type -> type.name().equals("sentry") ? Set.of() : ids));
    // Sentry takes no slash in a version.
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(deadLetter("sentry", id("api-hostile", 0)).reason())
                    .isEqualTo(DeadLetterReason.TEMPLATE_ERROR));
  }

  @Test
  @Order(3)
  void endsEveryFailureAsTheProductMeansIt() throws Exception {
    for (int i = 0; i < FAILURES; i++) {
      publish(id("api-failing", i), "full", "succeeded", Duration.ofMinutes(1));
    }
    awaitArrived(
        perType(
            type -> {
              SimulatedApi api = apis.all().get(type.name());
              return IntStream.range(0, FAILURES)
                  .filter(i -> i >= api.failures() || api.isDelivered(i))
                  .mapToObj(i -> id("api-failing", i))
                  .collect(Collectors.toSet());
            }));
    await().atMost(SOON).untilAsserted(this::expectTheRejected);
  }

  private void expectTheRejected() {
    List<DeadLetter> dead = types.names().stream().flatMap(this::rejected).toList();
    assertThat(dead).extracting(DeadLetter::reason).containsOnly(DeadLetterReason.REJECTED);
    assertThat(dead)
        .extracting(it -> it.target() + " " + it.eventId())
        .containsExactlyInAnyOrderElementsOf(
            apis.all().entrySet().stream()
                .flatMap(
                    it ->
                        IntStream.range(0, it.getValue().failures())
                            .filter(i -> !it.getValue().isDelivered(i))
                            .mapToObj(i -> it.getKey() + " " + id("api-failing", i)))
                .toList());
  }

  private Stream<DeadLetter> rejected(String target) {
    return installation.deadLetters(target).stream()
        .filter(it -> String.valueOf(it.eventId()).startsWith("api-failing"));
  }

  @Test
  @Order(4)
  void sendsNothingThatTheApiWouldRefuseForItsAge() throws Exception {
    publish(id("api-old", 0), "full", "succeeded", Duration.ofDays(60));
    awaitArrived(perType(type -> type.maxAge().isPresent() ? Set.of() : Set.of(id("api-old", 0))));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                types.names().stream()
                    .filter(name -> type(name).maxAge().isPresent())
                    .forEach(
                        name ->
                            assertThat(deadLetter(name, id("api-old", 0)).reason())
                                .isEqualTo(DeadLetterReason.EXPIRED)));
  }

  @Test
  @Order(5)
  void waitsWhenItsCredentialsAreNotKnownAnyMore() throws Exception {
    apis.all().values().forEach(SimulatedApi::revoke);
    publish(id("api-locked", 0), "full", "succeeded", Duration.ofMinutes(1));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(types.names().stream().filter(this::isRefused))
                    .containsExactlyInAnyOrderElementsOf(
                        apis.all().entrySet().stream()
                            .filter(it -> it.getValue().waitsForCredentials())
                            .map(Map.Entry::getKey)
                            .toList()));
  }

  private boolean isRefused(String target) {
    return app.meter(
            "deploycast_target_state", "target=\"%s\"".formatted(target), "state=\"refused\"")
        == 1;
  }

  @Test
  @Order(6)
  void showsNoSecretAnywhere() throws Exception {
    Set<String> targets = new TreeSet<>(types.names());
    targets.addAll(PlantedSecrets.TARGETS);
    List<String> canaries = new ArrayList<>(apis.canaries());
    canaries.add(PlantedSecrets.ENCODED);
    EverythingShown everything = new EverythingShown(installation, app, yaml, adminPort);

    assertThat(everything.text(targets, id("api-full", 0)))
        .contains("***")
        .doesNotContain(canaries.toArray(String[]::new));
  }
}
