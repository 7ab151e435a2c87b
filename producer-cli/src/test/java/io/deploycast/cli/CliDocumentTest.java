package io.deploycast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.cli.command.DeploycastCommand;
import io.deploycast.cli.report.Measure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads {@code docs/cli.md}, the README's table of commands and every help text against the code.
 */
class CliDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern OPTION = Pattern.compile("(?m)^\\| `(--[a-z-]+)");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^\\| `(deploycast [a-z -]+)` \\| [^|]+ \\|$");

  private static CommandLine line() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return DeploycastCommand.line(
        new Surroundings(
            Map.of(), InstantSource.system(), () -> ZoneOffset.UTC, 0, nowhere, nowhere));
  }

  /** Every command that does something; groups only group. */
  static Stream<CommandSpec> commands() {
    return leaves(line());
  }

  private static Stream<CommandSpec> leaves(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(line.getCommandSpec())
        : line.getSubcommands().values().stream().distinct().flatMap(CliDocumentTest::leaves);
  }

  @Test
  void listsEveryExitCodeWithItsMeaning() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (ExitCode code : ExitCode.values()) {
      assertThat(document).contains("| %d | %s |".formatted(code.code(), code.meaning()));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void listsExactlyTheOptionsOfEachCommand(CommandSpec command) throws IOException {
    String document = Files.readString(DOCUMENT);
    TreeSet<String> common = options(section(document, "## Options of every command"));
    TreeSet<String> documented =
        options(section(document, "## `" + command.qualifiedName(" ") + "`"));
    TreeSet<String> actual = new TreeSet<>();
    for (OptionSpec option : command.options()) {
      actual.add(option.longestName());
    }
    actual.removeAll(common);
    documented.removeAll(common);

    assertThat(documented).isEqualTo(actual);
  }

  @Test
  void saysWhatIsCountedAsTheReportItselfDoes() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (Measure measure : Measure.values()) {
      assertThat(document).contains("| %s | %s |".formatted(measure.title(), measure.definition()));
    }
  }

  @Test
  void listsTheOptionsThatEveryCommandHas() throws IOException {
    TreeSet<String> documented =
        options(section(Files.readString(DOCUMENT), "## Options of every command"));

    for (OptionSpec option : line().getCommandSpec().options()) {
      assertThat(documented).contains(option.longestName());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasOneLineInTheReadme(CommandSpec command) throws IOException {
    List<String> rows =
        COMMAND.matcher(Files.readString(README)).results().map(it -> it.group(1)).toList();

    assertThat(rows).containsOnlyOnce(command.qualifiedName(" "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void showsExamplesInItsHelp(CommandSpec command) {
    String help = command.commandLine().getUsageMessage();

    assertThat(help).contains("Examples:").contains("  " + command.qualifiedName(" "));
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void readsEveryOptionFromTheVariableTheDocumentNames() {
    assertThat(EnvironmentDefaults.variableOf("--command-config"))
        .isEqualTo("DEPLOYCAST_COMMAND_CONFIG");
    assertThat(EnvironmentDefaults.variableOf("--client-properties"))
        .isEqualTo("DEPLOYCAST_CLIENT_PROPERTIES");
  }

  private static TreeSet<String> options(String section) {
    TreeSet<String> options = new TreeSet<>();
    OPTION.matcher(section).results().map((MatchResult row) -> row.group(1)).forEach(options::add);
    return options;
  }

  private static String section(String document, String heading) {
    int begin = document.indexOf(heading + "\n");
    assertThat(begin).as("section " + heading).isNotNegative();
    int end = document.indexOf("\n## ", begin + 1);
    return document.substring(begin, end < 0 ? document.length() : end);
  }
}
