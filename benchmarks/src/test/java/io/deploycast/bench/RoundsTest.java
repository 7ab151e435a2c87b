package io.deploycast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RoundsTest {
  @Command
  private static final class AnyBench {
    @Mixin private Rounds rounds;
  }

  private static Rounds parse(String... args) {
    AnyBench bench = new AnyBench();
    new CommandLine(bench).parseArgs(args);
    return bench.rounds;
  }

  @Test
  void areThreeUnlessSaid() {
    assertThat(parse().count()).isEqualTo(3);
    assertThat(parse("--rounds", "5").count()).isEqualTo(5);
    assertThat(parse().orQuick(60, 2)).isEqualTo(60);
  }

  @Test
  void areOneShortOneInAQuickRun() {
    assertThat(parse("--quick", "--rounds", "5").count()).isEqualTo(1);
    assertThat(parse("--quick").orQuick(60, 2)).isEqualTo(2);
  }
}
