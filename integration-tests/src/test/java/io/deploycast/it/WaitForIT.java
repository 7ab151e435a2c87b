package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.it.CliProcess.Result;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.EventJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --wait-for} against the real service. */
class WaitForIT {
  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 1 } ]";

  private static Result publish(Installation installation, String targets, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "publish",
                "2016.20",
                "--timeout",
                "30s",
                "--wait-for",
                targets,
                "--topic",
                installation.topics.deployments(),
                "--bootstrap-servers",
                TestKafka.bootstrapServers()));
    arguments.addAll(List.of(more));
    return CliProcess.run(arguments.toArray(String[]::new));
  }

  @Test
  void saysWhatEachTargetDidAndEndsWithSevenUnlessAllHaveTheEvent() throws Exception {
    try (Installation installation = Installation.onSharedBroker("wait")) {
      installation.target("good", SimulatedTarget.start(Behaviour.answers(503, 202, 202, 202)));
      installation.target("strict", SimulatedTarget.start(Behaviour.answers(422)));
      try (AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS))) {
        Result good = publish(installation, "good");
        assertThat(good.exitCode()).as(good.err() + app.log()).isZero();
        assertThat(good.out()).contains("good: delivered after ").contains("2 attempts, HTTP 202");

        Result both = publish(installation, "good,strict", "--output", "json");
        assertThat(both.exitCode()).isEqualTo(7);
        assertThat(both.took()).isLessThan(Duration.ofSeconds(30));
        assertThat(both.err()).contains("published, but not delivered within 1m to strict");
        JsonNode targets = EventJson.mapper().readTree(both.out()).path("targets");
        assertThat(targets.get(0).path("outcome").textValue()).isEqualTo("delivered");
        assertThat(targets.get(1).path("outcome").textValue()).isEqualTo("dead-lettered");

        Result unknown = publish(installation, "nobody", "--wait", "1s", "--best-effort");
        assertThat(unknown.exitCode()).isZero();
        assertThat(unknown.out()).contains("nobody: no receipt yet");
        assertThat(unknown.err()).contains("warning: published, but not delivered within 1s");
      }
    }
  }
}
