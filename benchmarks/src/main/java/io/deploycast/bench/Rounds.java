package io.deploycast.bench;

import picocli.CommandLine.Option;

/** How often a benchmark measures. */
public final class Rounds {
  private static final int USUAL = 3;

  @Option(
      names = "--rounds",
      defaultValue = "" + USUAL,
      description = "The median of so many; default: ${DEFAULT-VALUE}.")
  private int rounds = USUAL;

  @Option(names = "--quick", description = "One round, short, that only shows that it works.")
  private boolean quick;

  public int count() {
    return quick ? 1 : rounds;
  }

  /** This, or in a quick run that. */
  public int orQuick(int usual, int quickly) {
    return quick ? quickly : usual;
  }
}
