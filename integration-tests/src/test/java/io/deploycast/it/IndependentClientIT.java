package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What we write, read by a client that is not Java's. */
class IndependentClientIT {
  private final Tool kcat = new Tool("kcat");

  @Test
  void readsKeyHeadersAndJsonOfAnEvent() throws InterruptedException {
    try (Installation installation = Installation.onSharedBroker("kcat")) {
      installation.publish(event(id("kcat", 0), "shop"));
      installation.flush();

      String read =
          kcat.run(
              "-C",
              "-q",
              "-e",
              "-b",
              TestKafka.bootstrapServers(),
              "-t",
              installation.topics.deployments(),
              "-f",
              "%k|%h|%s");

      assertThat(read)
          .startsWith("shop|")
          .contains("ce_id=" + id("kcat", 0))
          .contains("ce_type=io.deploycast.deployment.succeeded")
          .contains("content-type=application/json|{\"id\":\"" + id("kcat", 0) + "\"");
    }
  }
}
