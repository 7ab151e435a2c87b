package io.deploycast.it.guarantee;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the guarantees stood for one target. */
public final class Verdict {
  /** Enough to see what the broken ones have in common. */
  private static final int EXAMPLES = 5;

  private final String target;
  private final Map<Guarantee, List<String>> violations = new EnumMap<>(Guarantee.class);

  private Verdict(String target) {
    this.target = target;
  }

  public static Verdict of(Evidence evidence) {
    Verdict verdict = new Verdict(evidence.target());
    for (Guarantee guarantee : Guarantee.values()) {
      verdict.violations.put(guarantee, guarantee.violations(evidence));
    }
    return verdict;
  }

  /** How many events break the guarantee. */
  public int count(Guarantee guarantee) {
    return violations.getOrDefault(guarantee, List.of()).size();
  }

  /**
   * Requires that nothing breaks these.
   *
   * @throws AssertionError with the figures, and examples of what breaks them
   */
  public Verdict expect(Guarantee first, Guarantee... others) {
    Set<Guarantee> expected = EnumSet.of(first, others);
    String broken =
        expected.stream()
            .filter(guarantee -> count(guarantee) > 0)
            .map(
                guarantee ->
                    "%s, such as %s"
                        .formatted(
                            guarantee, violations.get(guarantee).stream().limit(EXAMPLES).toList()))
            .collect(Collectors.joining("; "));
    if (!broken.isEmpty()) {
      throw new AssertionError(this + ": broken are " + broken);
    }
    return this;
  }

  /** {@code one: missing=0 duplicated=3 unexplained=0 early=0 out_of_order=0 dead_lettered=0}. */
  @Override
  public String toString() {
    return target
        + violations.entrySet().stream()
            .map(entry -> " %s=%d".formatted(entry.getKey().figure(), entry.getValue().size()))
            .collect(Collectors.joining("", ":", ""));
  }
}
