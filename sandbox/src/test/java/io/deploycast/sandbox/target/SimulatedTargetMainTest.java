package io.deploycast.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SimulatedTargetMainTest {
  private static final Pattern READY =
      Pattern.compile("target is ready on (127\\.0\\.0\\.1:\\d+), its control on (127.*)");

  @Test
  void runsAsAProcessUntilSigterm() throws Exception {
    Process process = new ProcessBuilder(command("--behaviour", "202")).start();
    try (BufferedReader out = process.inputReader()) {
      Matcher ready = READY.matcher(out.readLine());
      assertThat(ready.matches()).isTrue();
      assertThat(Client.post(URI.create("http://" + ready.group(1)), "a").statusCode())
          .isEqualTo(202);
      URI statistics = URI.create("http://" + ready.group(2) + "/statistics");
      assertThat(Client.send(HttpRequest.newBuilder(statistics).build()).body())
          .contains("\"requests\":1,");
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  @Test
  void endsWithItsParent() throws Exception {
    List<String> shell = new ArrayList<>(List.of("sh", "-c", "\"$@\" & wait", "sh"));
    shell.addAll(command("--with-parent"));
    Process parent = new ProcessBuilder(shell).start();
    try (BufferedReader out = parent.inputReader()) {
      assertThat(out.readLine()).matches(READY);
      ProcessHandle server = parent.children().findFirst().orElseThrow();

      parent.destroyForcibly();

      await("the server ends")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(server.isAlive()).isFalse());
    }
  }

  @Test
  void refusesABehaviourItCannotRead() throws Exception {
    Process process = new ProcessBuilder(command("--behaviour", "sing")).start();
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.readLine()).startsWith("--behaviour:").contains("'sing'");
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
  }

  private static List<String> command(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatedTargetMain.class.getName()));
    command.addAll(List.of(options));
    return command;
  }
}
