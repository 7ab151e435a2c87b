package io.deploycast.app.admin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.admin.board.ShelvedLetter;
import io.deploycast.app.admin.guard.Problem;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.topic.TargetName;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads from a request which dead letters are meant. */
final class LetterChoice {
  static final Set<String> PARAMETERS = Set.of("target", "reason", "status", "q");
  private static final Set<String> PROPERTIES =
      Set.of("key", "target", "reason", "status", "because", "dryRun");

  private LetterChoice() {}

  /** Those that an address asks for. */
  static Predicate<ShelvedLetter> of(Query query) {
    DeadLetterFilter filter =
        filter(
            null,
            query.filter("target").orElse(null),
            query.filter("reason").orElse(null),
            query.filter("status").orElse(null));
    Optional<String> text = query.filter("q").map(it -> it.toLowerCase(Locale.ROOT));
    return letter ->
        filter.matches(letter.facts()) && (text.isEmpty() || mentions(letter, text.get()));
  }

  /** Those that an action is for, which must be of one target. */
  static DeadLetterFilter of(ObjectNode body) {
    for (Map.Entry<String, JsonNode> entry : body.properties()) {
      if (!PROPERTIES.contains(entry.getKey())) {
        throw Problem.badRequest("the body has a property that is not known here").raised();
      }
    }
    String key = text(body, "key");
    String target = text(body, "target");
    if ((key == null) == (target == null)) {
      throw Problem.badRequest("the body must have either a key or a target").raised();
    }
    return filter(key, target, text(body, "reason"), text(body, "status"));
  }

  /** The target whose dead letters a filter means. */
  static TargetName targetOf(DeadLetterFilter filter) {
    String key = filter.key();
    String name = key == null ? filter.target() : key.substring(0, Math.max(0, key.indexOf('|')));
    try {
      return new TargetName(name == null ? "" : name);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("a target's name is 1 to 48 characters of a-z 0-9 -").raised();
    }
  }

  static @Nullable String text(ObjectNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw Problem.badRequest(name + " must be a text").raised();
    }
    return Optional.ofNullable(value.textValue()).filter(it -> !it.isBlank()).orElse(null);
  }

  private static DeadLetterFilter filter(
      @Nullable String key,
      @Nullable String target,
      @Nullable String reason,
      @Nullable String status) {
    try {
      return new DeadLetterFilter(
          key,
          target,
          reason == null ? null : DeadLetterReason.valueOf(reason),
          status,
          null,
          null,
          null);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(
              "reason must be one of dead letters' reasons, status three digits or none")
          .raised();
    }
  }

  private static boolean mentions(ShelvedLetter letter, String lower) {
    return holds(letter.facts().key(), lower)
        || holds(letter.facts().error(), lower)
        || holds(letter.facts().service(), lower)
        || holds(letter.release(), lower)
        || holds(letter.environment(), lower);
  }

  private static boolean holds(@Nullable String text, String lower) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(lower);
  }
}
