package io.deploycast.schema.topic;

import io.deploycast.schema.Excerpt;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a configured destination; part of topic, group and dead-letter keys.
 *
 * @param text 1 to 48 characters of a-z 0-9 -, not beginning or ending with a dash
 */
public record TargetName(String text) implements Comparable<TargetName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?");

  /** Names whose topics would collide with the shared ones. */
  private static final Set<String> RESERVED = Set.of("dlq", "receipts", "control");

  public TargetName {
    Optional<String> problem = problemWith(text);
    if (problem.isPresent()) {
      throw new IllegalArgumentException("target name " + problem.get());
    }
  }

  /** The rule the text breaks and what was seen, to be read after the subject; empty when fine. */
  public static Optional<String> problemWith(String text) {
    if (RESERVED.contains(text)) {
      return Optional.of("must not be one of dlq, receipts, control, was '" + text + "'");
    }
    return FORM.matcher(text).matches()
        ? Optional.empty()
        : Optional.of(
            "must be 1 to 48 characters of a-z 0-9 - with no dash at its ends, was '"
                + Excerpt.of(text)
                + "'");
  }

  @Override
  public int compareTo(TargetName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
