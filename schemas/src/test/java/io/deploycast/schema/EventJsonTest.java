package io.deploycast.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of an event are those of its tree. */
class EventJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop",
        "a \"quoted\" \\ text",
        "line\r\nline\u0000\u001b[2J\u007f\u2028",
        "日本語 Ünïcødé \ud83d\ude80 \u202eright to left",
        "</script> ${jndi:ldap://x} {{7*7}}"
      })
  void areTheSameInOnePieceAndAsATree(String text) {
    DeploymentEvent minimal =
        DeploymentEvent.builder("event-0123456789", text, Instant.parse("2012-07-08T11:14:15Z"))
            .build();
    DeploymentEvent full =
        DeploymentEvent.builder(
                "event-0123456789", "2016.20", Instant.parse("2012-07-08T11:14:15.123456789Z"))
            .startedAt(Instant.parse("2012-07-08T11:14:14Z"))
            .committedAt(Instant.parse("2012-07-08T11:14:13Z"))
            .service(text)
            .environment(text)
            .status(DeploymentStatus.ROLLED_BACK)
            .previousRelease(text)
            .branch(text)
            .actor(text)
            .description(text)
            .attributes(Map.of(text, text))
            .build();

    for (DeploymentEvent event : new DeploymentEvent[] {minimal, full}) {
      assertThat(new String(EventJson.toBytes(event), StandardCharsets.UTF_8))
          .isEqualTo(EventJson.toTree(event).toString());
    }
  }
}
