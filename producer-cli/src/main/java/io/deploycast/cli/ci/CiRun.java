package io.deploycast.cli.ci;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about the run this process is part of.
 *
 * @param system the CI system's name for people; empty when there is none
 * @param facts what it tells
 */
public record CiRun(String system, Map<CiFact, String> facts) {
  /** Outside of CI, or when nobody wants to know. */
  public static final CiRun NONE = new CiRun("", Map.of());

  public CiRun {
    Map<CiFact, String> copy = new EnumMap<>(CiFact.class);
    copy.putAll(facts);
    facts = Collections.unmodifiableMap(copy);
  }

  public @Nullable String fact(CiFact fact) {
    return facts.get(fact);
  }
}
