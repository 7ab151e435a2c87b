package io.deploycast.bench;

import picocli.CommandLine.Option;

/** How much a benchmark does: what is published, or only enough to show that it works. */
public final class Extent {
  @Option(names = "--quick", description = "Short, and only shows that it works.")
  private boolean quick;

  /** This, or in a quick run that. */
  public int orQuick(int usual, int quickly) {
    return quick ? quickly : usual;
  }
}
