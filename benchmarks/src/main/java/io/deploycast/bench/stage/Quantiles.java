package io.deploycast.bench.stage;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Some values, sorted. */
public final class Quantiles {
  private static final double HALF = 0.5;
  private final double[] sorted;

  public Quantiles(double... values) {
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** All values of all of them. */
  public static Quantiles of(List<Quantiles> parts) {
    return new Quantiles(parts.stream().flatMapToDouble(it -> Arrays.stream(it.sorted)).toArray());
  }

  /** The middle one of an odd number of values. */
  public static double median(Collection<Double> values) {
    return new Quantiles(values.stream().mapToDouble(Double::doubleValue).toArray()).at(HALF);
  }

  /** The value that this share does not exceed (nearest rank); not a number without values. */
  public double at(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  public double lowest() {
    return at(0);
  }

  public double highest() {
    return at(1);
  }

  public int count() {
    return sorted.length;
  }
}
