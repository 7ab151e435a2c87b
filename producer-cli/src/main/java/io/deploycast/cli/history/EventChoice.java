package io.deploycast.cli.history;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which events are wanted. Immutable, thread-safe. */
public final class EventChoice implements Predicate<LoggedEvent> {
  /** For each property that matters, the texts it may have. */
  private final Map<Property, List<String>> wanted;

  private final @Nullable JqTemplate where;

  private EventChoice(Map<Property, List<String>> wanted, @Nullable JqTemplate where) {
    this.wanted = wanted;
    this.where = where;
  }

  /**
   * A choice.
   *
   * @param wanted texts each property may have; none for any
   * @param where jq that gives true for a wanted event; null for every event
   * @throws FailedException when that is not jq
   */
  public static EventChoice of(Map<Property, List<String>> wanted, @Nullable String where) {
    Map<Property, List<String>> asked =
        wanted.entrySet().stream()
            .filter(it -> !it.getValue().isEmpty())
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> List.copyOf(it.getValue())));
    try {
      return new EventChoice(asked, where == null ? null : JqTemplate.compile(where));
    } catch (TemplateException e) {
      throw new FailedException(ExitCode.USAGE, "--where must be jq: " + e.getMessage());
    }
  }

  /** Whether every event is wanted. */
  public boolean isEverything() {
    return wanted.isEmpty() && where == null;
  }

  /**
   * Whether the event is wanted.
   *
   * @throws FailedException when the expression fails on it: to leave it out would be a guess
   */
  @Override
  public boolean test(LoggedEvent event) {
    for (Map.Entry<Property, List<String>> entry : wanted.entrySet()) {
      String text = event.text(entry.getKey());
      if (text == null || !entry.getValue().contains(text)) {
        return false;
      }
    }
    try {
      return where == null || where.test(event.tree());
    } catch (TemplateException e) {
      throw new FailedException(
          ExitCode.USAGE,
          "--where fails on event %s: %s"
              .formatted(
                  event.required(Property.ID), Excerpt.of(String.valueOf(e.getMessage()), 300)));
    }
  }
}
