package io.deploycast.app.config;

import com.google.re2j.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a target type says of one of its parameters.
 *
 * @param required whether a target must give it
 * @param secret whether its value may never be shown
 * @param list whether it takes several texts
 * @param defaultText its value when it is left out, or null
 * @param pattern what a value must match as a whole, or null; linear in time, whatever the text
 */
public record ParameterSpec(
    String name,
    String description,
    boolean required,
    boolean secret,
    boolean list,
    ParameterFormat format,
    @Nullable String defaultText,
    @Nullable Pattern pattern) {

  /** The rule that the value breaks, to be read after the key path; never shows the value. */
  Optional<String> problemWith(String value) {
    if (value.isBlank()) {
      return Optional.of("must not be empty");
    }
    // A line break could end a header line, and with it begin another.
    boolean lines = format == ParameterFormat.JQ;
    if (value.chars().anyMatch(c -> Character.isISOControl(c) && !(lines && c == '\n'))) {
      return Optional.of("must not contain a line break or another control character");
    }
    if (pattern != null && !pattern.matches(value)) {
      return Optional.of("must match " + pattern);
    }
    return format.problemWith(value);
  }
}
