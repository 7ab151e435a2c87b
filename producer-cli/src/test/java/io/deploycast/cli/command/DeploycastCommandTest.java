package io.deploycast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.cli.CommandLineRun;
import io.deploycast.cli.Surroundings;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class DeploycastCommandTest {
  private static final PrintWriter NOWHERE = new PrintWriter(PrintWriter.nullWriter());
  private static final Surroundings SURROUNDINGS =
      new Surroundings(Map.of(), InstantSource.system(), () -> ZoneOffset.UTC, 0, NOWHERE, NOWHERE);

  static Stream<String> names() {
    return DeploycastCommand.line(SURROUNDINGS).getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsTheCommandThatIsNamedFirstAndNoOther(String name) {
    CommandLine line = DeploycastCommand.line(SURROUNDINGS, new String[] {name, "--help"});

    assertThat(line.getSubcommands()).containsOnlyKeys(name);
    assertThat(line.getSubcommands().get(name).getCommandSpec().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void helpsTheSameWhereverAnOptionOfAllCommandsStands(String name) {
    CommandLineRun run = new CommandLineRun();

    String help = run.run(name, "--help").out();
    assertThat(help).contains("Usage: deploycast " + name);
    assertThat(run.run("--verbose", name, "--help").out()).isEqualTo(help);
  }

  @Test
  void listsEveryCommandInItsOwnHelp() {
    String help = new CommandLineRun().run("--help").out();

    assertThat(names()).allSatisfy(name -> assertThat(help).contains("\n  " + name + " "));
  }

  @Test
  void refusesWhatIsNoCommand() {
    CommandLineRun.Result result = new CommandLineRun().run("publis");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("Unmatched argument").contains("publish");
  }
}
