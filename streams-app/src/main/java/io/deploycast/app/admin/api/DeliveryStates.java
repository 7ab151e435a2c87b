package io.deploycast.app.admin.api;

import io.deploycast.app.admin.board.Board;
import io.deploycast.app.admin.board.DeploymentEntry;
import io.deploycast.app.admin.board.RecordedEnd;
import io.deploycast.app.config.StartFrom;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.schema.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What became of a deployment at each target, as far as topics say. */
final class DeliveryStates {
  static final String DEAD_LETTERED = "dead-lettered";
  static final String WAITING = "waiting";

  /** The target keeps no receipts, or its receipt is older than they are kept. */
  static final String UNKNOWN = "unknown";

  /** The target began to read the log after this deployment. */
  static final String NOT_ASKED = "not-asked";

  /** Receipts are kept for thirty days; after that nobody knows. */
  private static final Duration RECEIPTS_KEPT = Duration.ofDays(30);

  private final Targets targets;
  private final Board board;

  DeliveryStates(Targets targets, Board board) {
    this.targets = targets;
    this.board = board;
  }

  /** By target, those configured in their order, then those that are no longer. */
  Map<String, String> of(DeploymentEntry entry, Instant now) {
    Map<String, String> states = new LinkedHashMap<>();
    for (ServedTarget target : targets.all()) {
      states.put(target.name(), of(entry, target, now));
    }
    entry.ends().forEach((name, end) -> states.putIfAbsent(name, end.outcome().text()));
    return states;
  }

  private String of(DeploymentEntry entry, ServedTarget target, Instant now) {
    String key = DeadLetter.keyOf(target.name(), entry.deployment().id());
    if (board.deadLetters().find(key).isPresent()) {
      return DEAD_LETTERED;
    }
    RecordedEnd end = entry.ends().get(target.name());
    if (end != null) {
      return end.outcome().text();
    }
    Instant announced = entry.deployment().announcedAt();
    if (!target.config().receipts() || announced.isBefore(now.minus(RECEIPTS_KEPT))) {
      return UNKNOWN;
    }
    return start(target.config()).filter(announced::isBefore).isPresent() ? NOT_ASKED : WAITING;
  }

  /** The instant from which on the target reads; empty when it reads everything. */
  private Optional<Instant> start(TargetConfig config) {
    StartFrom from = config.startFrom();
    if (from instanceof StartFrom.At at) {
      return Optional.of(at.instant());
    }
    if (from instanceof StartFrom.Earliest) {
      return Optional.empty();
    }
    Optional<Instant> first = board.firstStart(config.name().text());
    return from instanceof StartFrom.Ago ago ? first.map(it -> it.minus(ago.duration())) : first;
  }
}
