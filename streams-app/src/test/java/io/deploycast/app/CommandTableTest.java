package io.deploycast.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The README's table of commands, read against the code. */
class CommandTableTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `deploycast ([a-z -]+)` \\| [^|]+ \\|$");

  @Test
  void hasOneLineForEveryCommandOfTheService() throws IOException {
    List<String> rows =
        ROW.matcher(Files.readString(Path.of("..", "README.md")))
            .results()
            .map(it -> it.group(1))
            .toList();

    requireRows("", Main.commandLine(InstantSource.system()).getSubcommands(), rows);
  }

  private static void requireRows(
      String prefix, Map<String, CommandLine> commands, List<String> rows) {
    commands.forEach(
        (name, command) -> {
          if (!onlyGroups(command)) {
            assertThat(rows).containsOnlyOnce(prefix + name);
          }
          requireRows(prefix + name + " ", command.getSubcommands(), rows);
        });
  }

  /** A group asks for one of its commands in its synopsis; alone it does nothing. */
  private static boolean onlyGroups(CommandLine command) {
    return command.getCommandSpec().usageMessage().synopsisSubcommandLabel().equals("COMMAND");
  }
}
