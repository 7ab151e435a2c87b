package io.deploycast.cli.ci;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one CI system tells what it does.
 *
 * @param name its name for people
 * @param variables it is this system when one of them is set, and not {@code false}
 * @param value what the variable has to be, or null for anything
 * @param facts for each fact the texts it can be taken from; the first that has a value counts
 */
record CiSystem(
    String name,
    List<String> variables,
    @Nullable String value,
    Map<CiFact, List<VariableText>> facts) {

  CiSystem {
    variables = List.copyOf(variables);
    Map<CiFact, List<VariableText>> copy = new EnumMap<>(CiFact.class);
    copy.putAll(facts);
    facts = Collections.unmodifiableMap(copy);
  }

  static CiSystem of(String name, String... variables) {
    return new CiSystem(name, List.of(variables), null, Map.of());
  }

  CiSystem valued(String expected) {
    return new CiSystem(name, variables, expected, facts);
  }

  CiSystem named(String other, String... otherVariables) {
    return new CiSystem(other, List.of(otherVariables), value, facts);
  }

  CiSystem tells(CiFact fact, String... patterns) {
    Map<CiFact, List<VariableText>> more = new EnumMap<>(CiFact.class);
    more.putAll(facts);
    more.put(fact, Stream.of(patterns).map(VariableText::new).toList());
    return new CiSystem(name, variables, value, more);
  }

  boolean runs(Map<String, String> environment) {
    return variables.stream()
        .map(variable -> environment.getOrDefault(variable, ""))
        .anyMatch(
            seen ->
                value == null
                    ? !seen.isEmpty() && !seen.equalsIgnoreCase("false")
                    : seen.equals(value));
  }
}
