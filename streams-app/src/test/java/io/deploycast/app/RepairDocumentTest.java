package io.deploycast.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Reads {@code docs/repair.md} against the code. */
class RepairDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "repair.md");

  private static TreeSet<String> optionsOf(CommandLine command) {
    TreeSet<String> options = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        options.add(option.longestName());
      }
    }
    return options;
  }

  @Test
  void listsExactlyTheOptionsOfReplay() throws IOException {
    TreeSet<String> documented = new TreeSet<>();
    Matcher row =
        Pattern.compile("^\\| `(--[a-z-]+)", Pattern.MULTILINE).matcher(Files.readString(DOCUMENT));
    while (row.find()) {
      documented.add(row.group(1));
    }
    CommandLine line = Main.commandLine(InstantSource.system());

    assertThat(documented).isEqualTo(optionsOf(line.getSubcommands().get("replay")));
  }

  @Test
  void namesTheCommandsOfATargetWithTheirOptions() throws IOException {
    String document = Files.readString(DOCUMENT);
    CommandLine line = Main.commandLine(InstantSource.system());
    line.getSubcommands()
        .get("target")
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(document).contains("`target " + name + " TARGET --config FILE");
              optionsOf(command).forEach(option -> assertThat(document).contains(option));
            });
  }
}
