package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import io.deploycast.schema.topic.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A map of the file, read key by key. Whatever is wrong with a value becomes a problem and counts
 * as left out, so that reading goes on and all problems are found at once.
 */
final class Section {
  private final ConfigNode.Entries node;
  private final Reading reading;
  private final SortedSet<String> known = new TreeSet<>();

  Section(ConfigNode.Entries node, Reading reading) {
    this.node = node;
    this.reading = reading;
  }

  /** The value of a key, also of a missing one, to name in a problem. */
  ConfigNode at(String key) {
    ConfigNode value = node.values().get(key);
    return value == null ? new ConfigNode.Nothing(pathOf(key), node.line()) : value;
  }

  boolean has(String key) {
    know(key);
    return node.values().containsKey(key);
  }

  /** A text with its references resolved. */
  Optional<String> text(String key) {
    Optional<String> text = anyText(key);
    if (text.filter(String::isBlank).isPresent()) {
      problem(key, "must not be empty");
      return Optional.empty();
    }
    return text;
  }

  /** The same, but it may be empty. */
  Optional<String> anyText(String key) {
    return scalar(key, "a text").flatMap(reading::resolve);
  }

  /** A text that must be there. */
  Optional<String> requiredText(String key, String example) {
    if (!has(key)) {
      problem(key, "is required, such as " + example);
    }
    return text(key);
  }

  /** What a rule makes of a text; the rule's message is read after the key path. */
  <T> Optional<T> parsed(String key, Function<String, T> rule) {
    return parsed(key, text(key), rule);
  }

  /** The same for a text that was read already. */
  <T> Optional<T> parsed(String key, Optional<String> read, Function<String, T> rule) {
    return read.flatMap(
        text -> {
          try {
            return Optional.of(rule.apply(text));
          } catch (IllegalArgumentException e) {
            problem(key, messageFor(key, e));
            return Optional.empty();
          }
        });
  }

  /** A duration within bounds. */
  Optional<Duration> duration(String key, Duration least, Duration most) {
    return parsed(key, text -> durationWithin(text, least, most));
  }

  /** A whole number within bounds. */
  Optional<Integer> integer(String key, int least, int most) {
    return parsed(key, text -> integerWithin(text, least, most));
  }

  /** A boolean. */
  Optional<Boolean> flag(String key) {
    return parsed(
        key,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default ->
                  throw new IllegalArgumentException(
                      "must be true or false, was '" + Excerpt.of(text) + "'");
            });
  }

  /** A map below this one; an empty one when it is missing. */
  Section section(String key) {
    know(key);
    ConfigNode value = at(key);
    if (value instanceof ConfigNode.Entries entries) {
      return new Section(entries, reading);
    }
    if (node.values().containsKey(key) && !(value instanceof ConfigNode.Nothing)) {
      problem(key, "must be a map, was " + value.kind());
    }
    return new Section(new ConfigNode.Entries(value.path(), value.line(), Map.of()), reading);
  }

  /** A list; empty when it is missing. */
  Optional<List<ConfigNode>> list(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    ConfigNode value = at(key);
    if (value instanceof ConfigNode.Items items) {
      return Optional.of(items.values());
    }
    problem(key, "must be a list, was " + value.kind());
    return Optional.empty();
  }

  /** A list whose items are maps; other items are problems. */
  Optional<List<Section>> sections(String key) {
    return list(key)
        .map(items -> items.stream().flatMap(item -> asSection(item).stream()).toList());
  }

  void problem(String key, String message) {
    reading.problems().add(at(key), message);
  }

  /** Makes every key that nobody asked for a problem. Called last. */
  void refuseOthers() {
    node.values().keySet().stream().filter(key -> !known.contains(key)).forEach(this::refuse);
  }

  /** The keys of the file, as they are. */
  Map<String, ConfigNode> values() {
    return node.values();
  }

  Reading reading() {
    return reading;
  }

  private void refuse(String key) {
    String hint =
        Suggestion.closest(key, known)
            .map(meant -> "; did you mean '" + meant + "'?")
            .orElse("; known here: " + String.join(", ", known));
    reading.problems().add(at(key), "is not a known key" + hint);
  }

  private Optional<Section> asSection(ConfigNode item) {
    if (item instanceof ConfigNode.Entries entries) {
      return Optional.of(new Section(entries, reading));
    }
    reading.problems().add(item, "must be a map, was " + item.kind());
    return Optional.empty();
  }

  private Optional<ConfigNode.Scalar> scalar(String key, String wanted) {
    if (!has(key)) {
      return Optional.empty();
    }
    ConfigNode value = at(key);
    if (value instanceof ConfigNode.Scalar scalar) {
      return Optional.of(scalar);
    }
    problem(key, "must be " + wanted + ", was " + value.kind());
    return Optional.empty();
  }

  /** A rule's message shows the value, which must not be when it was referred to. */
  private String messageFor(String key, IllegalArgumentException rule) {
    return at(key) instanceof ConfigNode.Scalar scalar && References.isIn(scalar.text())
        ? "must be valid, what '" + Excerpt.of(scalar.text()) + "' stands for is not"
        : String.valueOf(rule.getMessage());
  }

  private void know(String key) {
    known.add(key);
    reading.know(pathOf(key));
  }

  private String pathOf(String key) {
    return node.path().isEmpty() ? key : node.path() + "." + key;
  }

  private static Duration durationWithin(String text, Duration least, Duration most) {
    if (text.startsWith("-")) {
      throw new IllegalArgumentException("must be positive, was " + Excerpt.of(text));
    }
    Duration duration = DurationText.parse(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("must be positive, was " + text);
    }
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "must be from %s to %s, was %s"
              .formatted(DurationText.format(least), DurationText.format(most), text));
    }
    return duration;
  }

  private static int integerWithin(String text, int least, int most) {
    if (!text.matches("-?[0-9]{1,9}")) {
      throw new IllegalArgumentException("must be a whole number, was '" + Excerpt.of(text) + "'");
    }
    int number = Integer.parseInt(text);
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "must be from %d to %d, was %d".formatted(least, most, number));
    }
    return number;
  }
}
