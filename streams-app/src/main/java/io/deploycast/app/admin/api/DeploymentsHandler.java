package io.deploycast.app.admin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.admin.board.Board;
import io.deploycast.app.admin.board.DeploymentEntry;
import io.deploycast.app.admin.board.DeploymentWindow;
import io.deploycast.app.admin.board.RecordedEnd;
import io.deploycast.app.admin.guard.Problem;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code /api/v1/deployments}: the latest of them, and what became of each. */
final class DeploymentsHandler {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,128}");
  private static final Set<String> PROPERTIES = Set.of("service", "environment", "status");

  private final Board board;
  private final DeliveryStates states;
  private final InstantSource clock;

  DeploymentsHandler(Targets targets, Board board, InstantSource clock) {
    this.board = board;
    this.states = new DeliveryStates(targets, board);
    this.clock = clock;
  }

  void list(Context context) {
    Query query =
        Query.of(context, Set.of("service", "environment", "status", "target", "delivery", "q"));
    Instant now = clock.instant();
    DeploymentWindow.Page page =
        board.deployments().page(wanted(query, now), query.before(), query.limit());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("deployments");
    for (DeploymentEntry entry : page.entries()) {
      ObjectNode one = entry.deployment().toJson();
      one.remove("attributes");
      ObjectNode deliveries = one.putObject("deliveries");
      states.of(entry, now).forEach(deliveries::put);
      array.add(one);
    }
    json.put("matching", page.matching());
    json.put("known", board.deployments().size());
    if (page.next() != null) {
      json.put("next", page.next().toString());
    }
    board.problem().ifPresent(problem -> json.put("incomplete", problem));
    Answers.json(context, json);
  }

  void choices(Context context) {
    Query.of(context, Set.of());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (String property : PROPERTIES) {
      ArrayNode values = json.putArray(property);
      board.deployments().valuesOf(property).forEach(values::add);
    }
    Answers.json(context, json);
  }

  void show(Context context) {
    String id = context.pathParam("id");
    if (!ID.matcher(id).matches()) {
      throw Problem.badRequest("an event id is 16 to 128 characters of A-Z a-z 0-9 _ -").raised();
    }
    DeploymentEntry entry =
        board
            .deployments()
            .find(id)
            .orElseThrow(
                () ->
                    Problem.notFound(
                            "no deployment of that id is among the latest "
                                + DeploymentWindow.CAPACITY)
                        .raised());
    ObjectNode json = entry.deployment().toJson();
    ArrayNode deliveries = json.putArray("deliveries");
    states
        .of(entry, clock.instant())
        .forEach((target, state) -> deliveries.add(delivery(entry, target, state)));
    Answers.json(context, json);
  }

  private static ObjectNode delivery(DeploymentEntry entry, String target, String state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("target", target);
    json.put("state", state);
    RecordedEnd end = entry.ends().get(target);
    if (end != null) {
      json.put("attempts", end.attempts());
      json.put("finishedAt", end.finishedAt().toString());
      json.put("latencyMs", end.latencyMillis());
      if (end.status() != null) {
        json.put("status", end.status());
      }
      if (end.reason() != null) {
        json.put("reason", end.reason());
      }
    }
    return json;
  }

  private Predicate<DeploymentEntry> wanted(Query query, Instant now) {
    Predicate<DeploymentEntry> wanted = entry -> true;
    for (String property : PROPERTIES) {
      Optional<String> text = query.filter(property);
      if (text.isPresent()) {
        wanted = wanted.and(entry -> entry.deployment().has(property, text.get()));
      }
    }
    Optional<String> text = query.filter("q");
    if (text.isPresent()) {
      wanted = wanted.and(entry -> entry.deployment().mentions(text.get()));
    }
    Optional<String> target = query.filter("target");
    Optional<String> delivery = query.filter("delivery");
    if (target.isPresent() || delivery.isPresent()) {
      wanted =
          wanted.and(
              entry -> {
                Map<String, String> all = states.of(entry, now);
                return all.entrySet().stream()
                    .filter(it -> target.isEmpty() || target.get().equals(it.getKey()))
                    .anyMatch(it -> delivery.isEmpty() || delivery.get().equals(it.getValue()));
              });
    }
    return wanted;
  }
}
