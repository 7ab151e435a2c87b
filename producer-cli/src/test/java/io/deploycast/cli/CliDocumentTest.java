package io.deploycast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.cli.command.DeploycastCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Reads {@code docs/cli.md} against the code. */
class CliDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");

  private static CommandLine line() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new CommandLine(
        new DeploycastCommand(
            new Surroundings(
                Map.of(), InstantSource.system(), ZoneOffset.UTC, 0, nowhere, nowhere)));
  }

  @Test
  void listsEveryExitCodeWithItsMeaning() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (ExitCode code : ExitCode.values()) {
      assertThat(document).contains("| %d | %s |".formatted(code.code(), code.meaning()));
    }
  }

  @Test
  void listsExactlyTheOptionsOfEachCommand() throws IOException {
    String document = Files.readString(DOCUMENT);
    expectOptions(document, "publish", line().getSubcommands().get("publish"));
    CommandLine topics = line().getSubcommands().get("topics");
    expectOptions(document, "topics create", topics.getSubcommands().get("create"));
    expectOptions(document, "topics check", topics.getSubcommands().get("check"));
    line()
        .getSubcommands()
        .get("dlq")
        .getSubcommands()
        .forEach((name, command) -> expectOptions(document, "dlq " + name, command));
    CommandLine schema = line().getSubcommands().get("schema");
    expectOptions(document, "schema show", schema.getSubcommands().get("show"));
    expectOptions(document, "schema register", schema.getSubcommands().get("register"));
    expectOptions(document, "schema check", schema.getSubcommands().get("check"));
  }

  private static void expectOptions(String document, String name, CommandLine command) {
    TreeSet<String> documented = new TreeSet<>();
    Matcher row =
        Pattern.compile("^\\| `(--[a-z-]+)", Pattern.MULTILINE).matcher(section(document, name));
    while (row.find()) {
      documented.add(row.group(1));
    }
    TreeSet<String> actual = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      actual.add(option.longestName());
    }
    assertThat(documented).as(name).isEqualTo(actual);
  }

  private static String section(String document, String command) {
    String heading = "## `deploycast " + command + "`";
    int begin = document.indexOf(heading);
    assertThat(begin).as("section of " + command).isNotNegative();
    int end = document.indexOf("\n## ", begin + 1);
    return document.substring(begin, end < 0 ? document.length() : end);
  }
}
