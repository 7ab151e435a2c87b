package io.deploycast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextTest {
  @TempDir private Path home;

  private Path file;

  private void write(String yaml) throws IOException {
    file = home.resolve(".config/deploycast/config.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, yaml);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Result run(String... more) {
    return new CommandLineRun()
        .with("HOME", home.toString())
        .run(
            Stream.concat(Stream.of("publish", "1", "--dry-run"), Arrays.stream(more))
                .toArray(String[]::new));
  }

  @Test
  void givesOptionsTheValuesThatNothingElseGives() throws IOException {
    write(
        "current: b\ncontexts: { a: { topic: topic-a }, b: { topic: topic-b, service: shop } }\n");

    assertThat(run().out()).startsWith("topic: topic-b\nkey: shop\n");
    assertThat(run("--context", "a").out()).startsWith("topic: topic-a\nkey: -\n");
    assertThat(run("--context=a", "--topic", "mine").out()).startsWith("topic: mine\n");
    assertThat(
            new CommandLineRun()
                .with("HOME", home.toString())
                .with("DEPLOYCAST_CONTEXT", "a")
                .with("DEPLOYCAST_TOPIC", "variable")
                .run("publish", "1", "--dry-run")
                .out())
        .startsWith("topic: variable\n");
  }

  @Test
  void turnsAMapIntoClientProperties() throws IOException {
    write("contexts: { a: { timeout: 1s, client-properties: { security.protocol: nonsense } } }\n");
    Result result =
        new CommandLineRun()
            .with("HOME", home.toString())
            .run("publish", "1", "--context", "a", "--bootstrap-servers", "127.0.0.1:1");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("security.protocol");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contexts: { a: { bootstrap-server: x } }|contexts.a.bootstrap-server",
        "contexts: { b: { topic: x } }|must have a context 'a', had [b]",
        "context: {}|unknown: [context]",
        "contexts: [ a ]|contexts must be a map",
        "contexts: { a: CANARY }|contexts.a must be a map",
        "contexts: { a: { topic: CANARY, topic: x } }|must be YAML",
        "!!javax.script.ScriptEngineManager []|must be YAML",
        "contexts: [|must be YAML"
      })
  void namesTheFileAndWhatIsWrongWithIt(String yaml, String message) throws IOException {
    write(yaml);
    Result result = run("--context", "a");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains(file.toString())
        .contains(message)
        .doesNotContain("CANARY")
        .doesNotContain("\tat ");
  }

  @Test
  void hasToBeItsOwnersAlone() throws IOException {
    write("contexts: { a: { topic: x } }\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Result result = run("--context", "a");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("was rw-r-----; chmod 600 it");
  }

  @Test
  void isMissedOnlyWhenItIsNamed() {
    assertThat(run().exitCode()).isZero();
    assertThat(run("--context", "a").exitCode()).isEqualTo(2);
    assertThat(new CommandLineRun().run("publish", "1", "--dry-run").exitCode()).isZero();
    assertThat(new CommandLineRun().run("publish", "1", "--context", "a").err())
        .contains("HOME or XDG_CONFIG_HOME must be set");
  }

  @Test
  void warnsOfAPasswordThatEverybodyCanSee() {
    String secret = "sasl.jaas.config=CANARY";
    String[] publish = {
      "publish", "1", "--bootstrap-servers", "127.0.0.1:1", "--timeout", "1s", "--client-properties"
    };
    String[] visible = Arrays.copyOf(publish, publish.length + 1);
    visible[publish.length] = secret;

    assertThat(new CommandLineRun().run(visible).err())
        .contains("where 'ps' shows it")
        .doesNotContain("CANARY");
    assertThat(
            new CommandLineRun()
                .with("DEPLOYCAST_CLIENT_PROPERTIES", secret)
                .run(Arrays.copyOf(publish, publish.length - 1))
                .err())
        .doesNotContain("ps")
        .doesNotContain("CANARY");
  }
}
