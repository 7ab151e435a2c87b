package io.deploycast.it;

import static io.deploycast.it.AppProcess.commandEndingWith;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target's group moved to another time, and what is left of a target removed. */
class TargetRepairIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int EVENTS = 20;

  private final Installation installation = Installation.onSharedBroker("repair");
  private final SimulatedTarget tool = SimulatedTarget.start(Behaviour.ok());
  private final String group = installation.topics.deployments() + ".tool";

  @BeforeEach
  void deliver() {
    installation.target("tool", tool);
    installation.publish("event", EVENTS, 7);
  }

  @AfterEach
  void close() {
    installation.close();
  }

  private String yaml() {
    return installation.yaml("timeout: 2s");
  }

  private String yamlWithoutIt() {
    return yaml().replace("name: tool", "name: other");
  }

  private AppProcess startAndAwaitAll() {
    AppProcess app = AppProcess.startReady(yaml());
    await().atMost(SOON).until(() -> tool.deliveredIds().size() == EVENTS);
    await().atMost(SOON).until(() -> installation.committedInAll("tool") == EVENTS);
    return app;
  }

  private void stop(AppProcess app) {
    app.terminate(SOON);
    await("the group to be empty").atMost(SOON).until(() -> members() == 0);
  }

  private int members() throws Exception {
    return installation
        .admin()
        .describeConsumerGroups(List.of(group))
        .describedGroups()
        .get(group)
        .get()
        .members()
        .size();
  }

  @Test
  void rewindsAStoppedTargetAndRemovesOneThatIsNoLongerConfigured() throws Exception {
    try (AppProcess app = startAndAwaitAll()) {
      assertThat(commandEndingWith(1, yaml(), "target rewind", "tool", "--to", "earliest", "--yes"))
          .contains("must have no members, has 1");
      assertThat(commandEndingWith(1, yamlWithoutIt(), "target remove", "tool", "--yes"))
          .contains("must have no members, has 1");
      stop(app);
    }
    tool.forget();
    assertThat(commandEndingWith(0, yaml(), "target rewind", "tool", "--to", "earliest"))
        .contains("-> 0", "would read 20 records again");
    assertThat(installation.committedInAll("tool")).isEqualTo(EVENTS);
    commandEndingWith(0, yaml(), "target rewind", "tool", "--to", "earliest", "--yes");
    assertThat(installation.committedInAll("tool")).isZero();
    try (AppProcess app = startAndAwaitAll()) {
      stop(app);
    }
    assertThat(tool.deliveredIds())
        .containsAll(IntStream.range(0, EVENTS).mapToObj(i -> id("event", i)).toList());

    assertThat(commandEndingWith(0, yamlWithoutIt(), "target remove", "tool"))
        .contains(".tool.redrive: 0 events wait", "group", "--yes removes it");
    assertThat(groups()).contains(group);
    commandEndingWith(0, yamlWithoutIt(), "target remove", "tool", "--yes");
    assertThat(installation.admin().listTopics().names().get())
        .noneMatch(topic -> topic.startsWith(group + "."));
    assertThat(groups()).doesNotContain(group);
  }

  private List<String> groups() throws Exception {
    return installation.admin().listGroups().all().get().stream()
        .map(GroupListing::groupId)
        .toList();
  }
}
