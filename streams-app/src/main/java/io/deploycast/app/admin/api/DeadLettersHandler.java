package io.deploycast.app.admin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.admin.board.Board;
import io.deploycast.app.admin.board.DeadLetterShelf;
import io.deploycast.app.admin.board.DeadLetterValues;
import io.deploycast.app.admin.board.ShelvedLetter;
import io.deploycast.app.admin.guard.Problem;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.DeadLetterGroup;
import io.deploycast.schema.deadletter.RedrivePlan;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.deadletter.UnknownGroupException;
import io.deploycast.schema.topic.TargetName;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpStatus;

/** {@code /api/v1/dead-letters}: deliveries that were given up, and what to do about them. */
final class DeadLettersHandler {
  /** Longest text of a person, in characters: it stands in each receipt. */
  private static final int MOST_BECAUSE = 500;

  private final Board board;
  private final DeadLetterValues values;
  private final DeadLetterActions actions;
  private final AuditLog audit;

  DeadLettersHandler(
      Board board, DeadLetterValues values, DeadLetterActions actions, AuditLog audit) {
    this.board = board;
    this.values = values;
    this.actions = actions;
    this.audit = audit;
  }

  void list(Context context) {
    Query query = Query.of(context, LetterChoice.PARAMETERS);
    DeadLetterShelf.Page page =
        board.deadLetters().page(LetterChoice.of(query), query.before(), query.limit());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("deadLetters");
    page.letters().forEach(letter -> array.add(letter.toJson()));
    json.put("matching", page.matching());
    json.put("truncated", board.deadLetters().isTruncated());
    if (page.next() != null) {
      json.put("next", page.next().toString());
    }
    board.problem().ifPresent(problem -> json.put("incomplete", problem));
    Answers.json(context, json);
  }

  void groups(Context context) {
    Query query = Query.of(context, LetterChoice.PARAMETERS);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("groups");
    for (DeadLetterGroup group :
        board.deadLetters().groups(LetterChoice.of(query)).stream().limit(query.limit()).toList()) {
      array.add(group.toJson());
    }
    json.put("truncated", board.deadLetters().isTruncated());
    Answers.json(context, json);
  }

  void show(Context context) {
    ShelvedLetter stored =
        board.deadLetters().find(context.pathParam("key")).orElseThrow(() -> gone().raised());
    DeadLetter letter;
    try {
      letter = values.read(stored).orElseThrow(() -> gone().raised());
    } catch (KafkaException e) {
      throw new Problem(
              HttpStatus.SERVICE_UNAVAILABLE_503, "the brokers do not give the value; try again")
          .raised();
    }
    ObjectNode json = stored.toJson();
    text(letter).ifPresent(text -> json.put("valueText", text));
    json.setAll(letter.toJson());
    Answers.json(context, json);
  }

  void redrive(Context context) {
    ObjectNode body = Answers.body(context);
    DeadLetterFilter filter = LetterChoice.of(body);
    TargetName target = LetterChoice.targetOf(filter);
    boolean dryRun = body.path("dryRun").asBoolean();
    act(context, "redrive", target, dryRun, () -> actions.redrive(target, filter, dryRun));
  }

  void discard(Context context) {
    ObjectNode body = Answers.body(context);
    DeadLetterFilter filter = LetterChoice.of(body);
    TargetName target = LetterChoice.targetOf(filter);
    boolean dryRun = body.path("dryRun").asBoolean();
    String because = LetterChoice.text(body, "because");
    if (because == null && !dryRun) {
      throw Problem.badRequest("the body must have because: why they are given up").raised();
    }
    String reason = because == null ? "" : Excerpt.of(because, MOST_BECAUSE);
    act(context, "discard", target, dryRun, () -> actions.discard(target, filter, reason, dryRun));
  }

  private void act(
      Context context,
      String action,
      TargetName target,
      boolean dryRun,
      Supplier<RedriveReport> order) {
    if (dryRun) {
      Answers.json(context, toJson(ask(order)));
      return;
    }
    RedriveReport report =
        audit.around(context, action, "dead letters of " + target, () -> ask(order));
    if (report.ending() != RedriveReport.Ending.COMPLETE) {
      throw new Problem(
              HttpStatus.CONFLICT_409,
              "somebody else took over after %d were done; look again".formatted(report.done()))
          .raised();
    }
    Answers.accepted(context, toJson(report).put("taken", report.done()));
  }

  private static RedriveReport ask(Supplier<RedriveReport> order) {
    try {
      return order.get();
    } catch (UnknownGroupException e) {
      throw new Problem(
              HttpStatus.CONFLICT_409,
              "the target has never read anything, so nobody can tell what is on its way")
          .raised();
    }
  }

  private static ObjectNode toJson(RedriveReport report) {
    RedrivePlan plan = report.plan();
    return JsonNodeFactory.instance
        .objectNode()
        .put("matching", plan.found())
        .put("chosen", plan.chosen().size())
        .put("onTheWay", plan.onTheWay())
        .put("tooOften", plan.tooOften())
        .put("withoutValue", plan.withoutValue())
        .put("beyondLimit", plan.beyondLimit());
  }

  /** The value for people, when it is text at all. */
  private static Optional<String> text(DeadLetter letter) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(letter.valueBytes()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Problem gone() {
    return Problem.notFound(
        "no dead letter of that key is known; it may have been delivered or given up");
  }
}
