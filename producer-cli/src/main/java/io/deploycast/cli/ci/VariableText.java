package io.deploycast.cli.ci;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text made of environment variables: <code>${A}/runs/${B}</code>. It has a value only when every
 * variable has one; an empty variable has none. <code>${A%:}</code> is what stands before the first
 * colon of {@code A}.
 */
record VariableText(String pattern) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)(?:%([^}]))?}");

  Optional<String> in(Map<String, String> variables) {
    Matcher reference = REFERENCE.matcher(pattern);
    StringBuilder text = new StringBuilder();
    while (reference.find()) {
      String value = variables.getOrDefault(reference.group(1), "").strip();
      String end = reference.group(2);
      int cut = end == null ? -1 : value.indexOf(end);
      String used = cut < 0 ? value : value.substring(0, cut);
      if (used.isEmpty()) {
        return Optional.empty();
      }
      reference.appendReplacement(text, Matcher.quoteReplacement(used));
    }
    return Optional.of(reference.appendTail(text).toString());
  }
}
