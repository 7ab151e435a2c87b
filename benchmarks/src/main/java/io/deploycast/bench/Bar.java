package io.deploycast.bench;

import java.util.Locale;

/**
 * What a figure is held against.
 *
 * @param limit the value that it must reach, or must not exceed
 * @param reached whether it must be reached
 */
public record Bar(double limit, boolean reached) {
  public static Bar atMost(double limit) {
    return new Bar(limit, false);
  }

  public static Bar atLeast(double limit) {
    return new Bar(limit, true);
  }

  boolean holds(double value) {
    return reached ? value >= limit : value <= limit;
  }

  /** {@code ≥ 0.70}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s", reached ? "≥" : "≤", Figure.text(limit));
  }
}
