package io.deploycast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.cli.CommandLineRun;
import io.deploycast.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCompletionCommandTest {
  @TempDir private Path folder;

  private Path script(String shell) throws IOException {
    Result result = new CommandLineRun().run("completion", shell);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return Files.writeString(folder.resolve("completion." + shell), result.out());
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assertThat(System.getenv("DEPLOYCAST_REQUIRE_TOOLS"))
          .as("'%s' is not installed; CONTRIBUTING.md lists the tools", command[0])
          .isNotEqualTo("1");
      Assumptions.abort(command[0] + " is not installed");
      throw e;
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private List<String> completedByBash(String... words) throws Exception {
    String array = "'" + String.join("' '", words) + "'";
    return output(
            "bash",
            "-c",
            ("source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_TYPE=9;"
                    + " _complete_deploycast; printf '%%s\\n' \"${COMPREPLY[@]}\"")
                .formatted(script("bash"), array, words.length - 1))
        .lines()
        .map(String::strip)
        .toList();
  }

  @Test
  void completesCommandsAndOptionsInBash() throws Exception {
    assertThat(completedByBash("deploycast", "")).contains("publish", "topics", "doctor");
    assertThat(completedByBash("deploycast", "publish", "--wa")).contains("--wait-for", "--wait");
    assertThat(completedByBash("deploycast", "topics", "")).contains("create", "check");
  }

  @Test
  void completesCommandsAndOptionsInFish() throws Exception {
    Path script = script("fish");

    assertThat(output("fish", "-c", "source " + script + "; complete -C 'deploycast pub'"))
        .startsWith("publish");
    assertThat(
            output("fish", "-c", "source " + script + "; complete -C 'deploycast publish --wait-'"))
        .contains("--wait-for");
    assertThat(output("fish", "-c", "source " + script + "; complete -C 'deploycast topics '"))
        .contains("create")
        .doesNotContain("publish");
  }

  @Test
  void isTakenByZsh() throws Exception {
    assertThat(
            output(
                "zsh",
                "-fc",
                "autoload -U +X compinit && compinit -D -u; source "
                    + script("zsh")
                    + "; echo ${_comps[deploycast]}"))
        .contains("_complete_deploycast");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BASH", "Zsh", "fish"})
  void takesTheShellInAnyCase(String shell) throws IOException {
    assertThat(Files.size(script(shell))).isPositive();
  }
}
