package io.deploycast.schema;

import java.time.Instant;
import java.util.Map;

/** Events that tests start from. */
final class Events {
  static final String ID = "0123456789abcdef";
  static final Instant TIME = Instant.parse("2012-07-08T11:14:15Z");

  private Events() {}

  static DeploymentEvent.Builder minimal() {
    return DeploymentEvent.builder(ID, "2016.20", TIME);
  }

  static DeploymentEvent.Builder full() {
    return minimal()
        .deploymentId("fedcba9876543210")
        .startedAt(TIME.minusSeconds(60))
        .committedAt(TIME.minusSeconds(3_600))
        .service("shop")
        .environment("production")
        .status(DeploymentStatus.ROLLED_BACK)
        .previousRelease("2016.19")
        .commit("abc")
        .branch("main")
        .repository("https://example.com/shop")
        .actor("ada")
        .url("https://ci.example.com/1")
        .description("a \"quoted\" line\nand another")
        .attributes(Map.of("ticket", "OPS-7"));
  }
}
