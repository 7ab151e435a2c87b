package io.deploycast.app.admin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.admin.board.Board;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.metrics.TargetActivity;
import io.deploycast.app.metrics.TargetView;
import io.deploycast.schema.topic.DurationText;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** {@code /api/v1/targets}: how each stands, and what a person wants of it. */
final class TargetsHandler {
  /** Slots that "now" is made of: a minute, so that a quiet moment is not an outage. */
  private static final int LATELY = (int) (60 / TargetActivity.SLOT.toSeconds());

  private final Targets targets;
  private final Board board;
  private final TargetControl control;
  private final AuditLog audit;
  private final InstantSource clock;

  TargetsHandler(
      Targets targets, Board board, TargetControl control, AuditLog audit, InstantSource clock) {
    this.targets = targets;
    this.board = board;
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  void list(Context context) {
    Map<String, Integer> dead = board.deadLetters().counts();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("targets");
    targets.all().forEach(target -> array.add(toJson(target, dead)));
    Answers.json(context, json);
  }

  void show(Context context) {
    ServedTarget target = targets.require(context.pathParam("target"));
    Answers.json(context, toJson(target, board.deadLetters().counts()));
  }

  void pause(Context context) {
    act(context, "pause", target -> control.pause(target.config().name(), true));
  }

  void resume(Context context) {
    act(context, "resume", target -> control.pause(target.config().name(), false));
  }

  void probe(Context context) {
    act(context, "probe", target -> control.probe(target.config().name(), clock.instant()));
  }

  private void act(Context context, String action, Consumer<ServedTarget> order) {
    ServedTarget target = targets.require(context.pathParam("target"));
    audit.around(
        context,
        action,
        target.name(),
        () -> {
          order.accept(target);
          return target;
        });
    Answers.accepted(
        context,
        JsonNodeFactory.instance
            .objectNode()
            .put("target", target.name())
            .put("action", action)
            .put("scope", "every instance"));
  }

  private static ObjectNode toJson(ServedTarget target, Map<String, Integer> dead) {
    TargetView view = target.view().get();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", target.name());
    json.put("type", target.config().type());
    json.put("state", target.state());
    target.problem().get().ifPresent(problem -> json.put("problem", problem));
    json.put("deadLetters", dead.getOrDefault(target.name(), 0));
    ObjectNode here = json.putObject("thisInstance");
    here.put("waiting", view.waiting());
    here.put("pending", view.pending());
    here.put("redriving", view.redriving());
    here.put("inFlight", view.inFlight());
    here.put("lagEvents", view.lagEvents());
    here.put("lagSeconds", view.lagAge().toSeconds());
    here.put("oldestSeconds", view.oldestAge().toSeconds());
    here.put("secondsUntilCall", roundedUp(view.untilCall()));
    putActivity(here, target.activity());
    json.set("settings", settings(target.config()));
    return json;
  }

  private static void putActivity(ObjectNode json, TargetActivity activity) {
    activity
        .lastFailure()
        .ifPresent(
            failure -> {
              ObjectNode last = json.putObject("lastFailure");
              last.put("error", failure.error());
              last.put("at", failure.at().toString());
              if (failure.status() != null) {
                last.put("status", failure.status());
              }
            });
    activity.lastDelivery().ifPresent(at -> json.put("lastDeliveryAt", at.toString()));
    List<TargetActivity.Slot> slots = activity.slots();
    List<TargetActivity.Slot> lately = slots.subList(slots.size() - LATELY, slots.size());
    long attempts = lately.stream().mapToLong(TargetActivity.Slot::attempts).sum();
    long delivered = lately.stream().mapToLong(TargetActivity.Slot::delivered).sum();
    long millis = lately.stream().mapToLong(slot -> slot.meanMillis() * slot.attempts()).sum();
    json.put("deliveredLastMinute", delivered);
    json.put("failedLastMinute", lately.stream().mapToLong(TargetActivity.Slot::failed).sum());
    json.put("meanMillis", attempts == 0 ? 0 : millis / attempts);
    ObjectNode history = json.putObject("history");
    history.put("slotSeconds", TargetActivity.SLOT.toSeconds());
    put(history, "delivered", slots, TargetActivity.Slot::delivered);
    put(history, "failed", slots, TargetActivity.Slot::failed);
    put(history, "meanMillis", slots, TargetActivity.Slot::meanMillis);
  }

  private static void put(
      ObjectNode json,
      String name,
      List<TargetActivity.Slot> slots,
      ToLongFunction<TargetActivity.Slot> value) {
    ArrayNode array = json.putArray(name);
    slots.forEach(slot -> array.add(value.applyAsLong(slot)));
  }

  private static ObjectNode settings(TargetConfig config) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("timeout", DurationText.format(config.timeout()));
    json.put("concurrency", config.concurrency());
    json.put("ordering", config.ordering().name().toLowerCase(Locale.ROOT));
    json.put("receipts", config.receipts());
    if (config.rate() != null) {
      json.put("rate", config.rate().toString());
    }
    if (config.when() != null) {
      json.put("when", config.when());
    }
    ArrayNode retry = json.putArray("retry");
    config
        .retry()
        .stages()
        .forEach(
            stage ->
                retry
                    .addObject()
                    .put("delay", DurationText.format(stage.delay()))
                    .put("attempts", stage.attempts()));
    return json;
  }

  private static long roundedUp(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }
}
