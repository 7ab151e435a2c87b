package io.deploycast.cli.ci;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out from the environment in which CI run this process is. */
public final class CiDetection {
  private CiDetection() {}

  /** The run, or {@link CiRun#NONE}. */
  public static CiRun detect(Map<String, String> environment) {
    return CiSystems.ALL.stream()
        .filter(system -> system.runs(environment))
        .findFirst()
        .map(system -> read(system, CiFiles.with(environment)))
        .orElse(CiRun.NONE);
  }

  private static CiRun read(CiSystem system, Map<String, String> variables) {
    Map<CiFact, String> facts = new EnumMap<>(CiFact.class);
    system
        .facts()
        .forEach(
            (fact, texts) ->
                first(fact, texts, variables).ifPresent(text -> facts.put(fact, text)));
    return new CiRun(system.name(), facts);
  }

  private static Optional<String> first(
      CiFact fact, List<VariableText> texts, Map<String, String> variables) {
    return texts.stream()
        .flatMap(text -> text.in(variables).stream())
        .map(text -> inForm(fact, text))
        .filter(text -> isUsable(fact, text))
        .findFirst();
  }

  private static String inForm(CiFact fact, String text) {
    return switch (fact) {
      case SERVICE -> CiText.lastPart(CiText.withoutCredentials(text));
      case BRANCH -> CiText.branch(text);
      case REPOSITORY -> CiText.withoutCredentials(text);
      case URL -> CiText.withoutUser(text);
      case ENVIRONMENT, COMMIT, ACTOR, RUN, ATTEMPT, JOB -> text;
    };
  }

  /** What an event could not carry is left out rather than a reason to refuse the event. */
  private static boolean isUsable(CiFact fact, String text) {
    // Before the checkout some systems only know that they will build what is newest.
    boolean named = fact != CiFact.COMMIT || !text.equalsIgnoreCase("HEAD");
    return named
        && !text.isEmpty()
        && text.codePointCount(0, text.length()) <= fact.longest()
        && text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
