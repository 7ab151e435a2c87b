package io.deploycast.bench;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How often a benchmark measures; once in a quick run. */
public final class Rounds {
  private static final int USUAL = 3;

  @Option(
      names = "--rounds",
      defaultValue = "" + USUAL,
      description = "The median of so many; default: ${DEFAULT-VALUE}.")
  private int rounds = USUAL;

  @Mixin private Extent extent = new Extent();

  public int count() {
    return extent.orQuick(rounds, 1);
  }

  /** This, or in a quick run that. */
  public int orQuick(int usual, int quickly) {
    return extent.orQuick(usual, quickly);
  }
}
